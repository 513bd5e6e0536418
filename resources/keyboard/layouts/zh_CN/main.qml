import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Plugins
import "../parts"

Letters {
    inputMode: InputEngine.InputMode.Pinyin
    comma: "，"
    stop: "。"
    function createInputMethod() {
        return Qt.createQmlObject('import QtQuick; import QtQuick.VirtualKeyboard.Plugins; PinyinInputMethod {}', parent, "pinyin")
    }
}
