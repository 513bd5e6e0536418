// The number pad, for fields that take nothing else.
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Components

KeyboardLayout {
    property string mark: ""
    keyWeight: 100
    inputMode: InputEngine.InputMode.Numeric

    KeyboardRow { Repeater { model: "123".split(""); Key { required property string modelData; text: modelData; showPreview: false } } }
    KeyboardRow { Repeater { model: "456".split(""); Key { required property string modelData; text: modelData; showPreview: false } } }
    KeyboardRow { Repeater { model: "789".split(""); Key { required property string modelData; text: modelData; showPreview: false } } }
    KeyboardRow {
        Key { text: mark; enabled: mark !== ""; functionKey: true; weight: 50 }
        Key { text: "0" }
        BackspaceKey { weight: 75 }
        HideKeyboardKey { weight: 75 }
    }
}
