// Digits and the marks of addresses and names.
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components

KeyboardLayout {
    keyWeight: 100
    inputMode: InputEngine.InputMode.Latin

    KeyboardRow {
        Repeater { model: "1234567890".split(""); Key { required property string modelData; text: modelData; showPreview: false } }
    }
    KeyboardRow {
        Repeater { model: "-/:：；（）#@“”".split(""); Key { required property string modelData; text: modelData; showPreview: false } }
    }
    KeyboardRow {
        Repeater { model: "，。、？！·《》".split(""); Key { required property string modelData; text: modelData; showPreview: false } }
        BackspaceKey { weight: 150 }
    }
    KeyboardRow {
        SymbolModeKey { weight: 180; displayText: "abc" }
        Key { text: "."; functionKey: true }
        SpaceKey { weight: 430 }
        EnterKey { weight: 120 }
        HideKeyboardKey { weight: 170 }
    }
}
