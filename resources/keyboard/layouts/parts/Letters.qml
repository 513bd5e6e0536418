// Ten, nine and nine letters, one of the nine the raised dot of names; then the row of helpers.
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components

KeyboardLayout {
    id: letters
    property string comma
    property string stop
    property bool shifts
    keyWeight: 100
    sharedLayouts: ["symbols"]

    KeyboardRow {
        Repeater { model: "qwertyuiop".split(""); Key { required property string modelData; text: modelData; showPreview: false } }
    }
    KeyboardRow {
        FillerKey { weight: 50 }
        Repeater { model: "asdfghjkl".split(""); Key { required property string modelData; text: modelData; showPreview: false } }
        FillerKey { weight: 50 }
    }
    KeyboardRow {
        Key { visible: !letters.shifts; weight: 150; key: 0xB7; text: "·"; displayText: "· 点"; functionKey: true }
        ShiftKey { visible: letters.shifts; weight: 150 }
        Repeater { model: "zxcvbnm".split(""); Key { required property string modelData; text: modelData; showPreview: false } }
        BackspaceKey { weight: 150 }
    }
    KeyboardRow {
        SymbolModeKey { weight: 130; displayText: "123" }
        ChangeLanguageKey { weight: 120 }
        Key { weight: 90; text: letters.comma; functionKey: true }
        SpaceKey { weight: 290 }
        Key { weight: 90; text: letters.stop; functionKey: true }
        EnterKey { weight: 110 }
        HideKeyboardKey { weight: 170 }
    }
}
