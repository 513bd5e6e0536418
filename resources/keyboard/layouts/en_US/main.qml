import QtQuick
import QtQuick.VirtualKeyboard
import "../parts"

Letters {
    inputMode: InputEngine.InputMode.Latin
    shifts: true
    comma: ","
    stop: "."
}
