// The keyboard's dress: keys of the design, in the colours and sizes of the theme that is on.
import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Settings
import QtQuick.VirtualKeyboard.Styles
import Kiosk.Keyboard

KeyboardStyle {
    id: eave
    readonly property var look: Look.look
    readonly property real pad: look.gap * 1.4

    // The row of characters keeps its place when it is empty: nothing jumps under a finger.
    Component.onCompleted: VirtualKeyboardSettings.wordCandidateList.alwaysVisible = true

    keyboardDesignWidth: look.width
    keyboardDesignHeight: look.height
    keyboardRelativeLeftMargin: pad / look.width
    keyboardRelativeRightMargin: pad / look.width
    keyboardRelativeTopMargin: look.gap / look.height
    keyboardRelativeBottomMargin: look.gap / look.height

    keyboardBackground: Rectangle {
        color: eave.look.ground
        Rectangle { width: parent.width; height: 3; color: eave.look.edge }
    }

    component Panel: KeyPanel {
        id: panel
        property string words: control.displayText
        property bool helper: control.functionKey
        property string picture: ""
        property color face: helper ? eave.look.second : eave.look.key
        property real size: helper ? eave.look.words : eave.look.letter
        implicitWidth: 1
        implicitHeight: 1
        Rectangle {
            anchors.fill: parent
            anchors.margins: eave.look.gap / 2
            radius: eave.look.radius
            color: eave.look.foot
            Rectangle {
                anchors.fill: parent
                anchors.bottomMargin: panel.control.pressed ? 0 : eave.look.lift
                radius: eave.look.radius
                border.width: 2
                border.color: eave.look.edge
                color: panel.control.pressed ? eave.look.pressed : panel.face
                Image {
                    id: drawn
                    visible: panel.picture !== ""
                    source: panel.picture === "" ? "" : eave.look[panel.picture]
                    height: parent.height * 0.42
                    width: height
                    sourceSize.width: 96
                    sourceSize.height: 96
                    fillMode: Image.PreserveAspectFit
                    anchors.verticalCenter: parent.verticalCenter
                    x: panel.words === "" ? (parent.width - width) / 2
                        : (parent.width - width - label.width - eave.look.gap) / 2
                }
                Text {
                    id: label
                    text: panel.control.uppercased ? panel.words.toUpperCase() : panel.words
                    color: panel.control.pressed ? eave.look.pressedInk : eave.look.ink
                    opacity: panel.control.enabled ? 1 : 0.45
                    font.family: eave.look.family
                    font.bold: true
                    font.pixelSize: panel.size
                    anchors.verticalCenter: parent.verticalCenter
                    x: panel.picture === "" ? (parent.width - width) / 2
                        : drawn.x + drawn.width + eave.look.gap
                }
            }
        }
    }

    keyPanel: Panel {}
    symbolKeyPanel: Panel {}
    modeKeyPanel: Panel {}
    languageKeyPanel: Panel { words: Look.look.language }
    shiftKeyPanel: Panel { words: ""; picture: "shift" }
    backspaceKeyPanel: Panel { words: ""; picture: "backspace" }
    enterKeyPanel: Panel { helper: true; words: Look.look.enter }
    hideKeyPanel: Panel { words: Look.look.away; picture: "hide" }
    spaceKeyPanel: Panel { face: eave.look.key; size: eave.look.words; words: Look.look.space }
    handwritingKeyPanel: Panel {}

    characterPreviewDelegate: Item { property string text; property string flickLeft; property string flickRight; property string flickTop; property string flickBottom }

    alternateKeysListItemWidth: look.letter * 2.4
    alternateKeysListItemHeight: look.letter * 2.4
    alternateKeysListDelegate: Item {
        width: eave.alternateKeysListItemWidth
        height: eave.alternateKeysListItemHeight
        Text {
            anchors.centerIn: parent
            text: model.text
            color: eave.look.ink
            font { family: eave.look.family; bold: true; pixelSize: eave.look.letter }
        }
    }
    alternateKeysListHighlight: Rectangle { color: eave.look.pressed; radius: eave.look.radius }
    alternateKeysListBackground: Rectangle {
        color: eave.look.paper; radius: eave.look.radius
        border { width: 3; color: eave.look.edge }
    }

    selectionListHeight: look.candidates
    selectionListDelegate: SelectionListItem {
        id: candidate
        width: Math.max(eave.look.candidates, word.contentWidth + eave.look.gap * 4)
        Rectangle {
            anchors.fill: parent
            anchors.margins: eave.look.gap
            radius: eave.look.radius
            color: candidate.ListView.isCurrentItem ? eave.look.chosen : "transparent"
        }
        Text {
            id: word
            anchors.centerIn: parent
            text: (display.length - wordCompletionLength >= 0 ? display : "")
            color: candidate.ListView.isCurrentItem ? eave.look.chosenInk : eave.look.ink
            font.family: eave.look.family
            font.bold: candidate.ListView.isCurrentItem
            font.pixelSize: eave.look.candidate
        }
    }
    // Qt cuts the keyboard's window out along its keys, and this row away with it; what it calls
    // the preview is left standing, so the row is told as that.
    selectionListBackground: Rectangle {
        id: row
        color: eave.look.paper
        function uncover() {
            const corner = mapToItem(null, 0, 0)
            InputContext.priv.previewRectangle = Qt.rect(corner.x, corner.y, width, height)
            InputContext.priv.previewVisible = true
        }
        Connections {
            target: InputContext.priv
            function onKeyboardRectangleChanged() { Qt.callLater(row.uncover) }
            function onPreviewVisibleChanged() { Qt.callLater(row.uncover) }
        }
        Rectangle { width: parent.width; height: 3; color: eave.look.edge }
    }

    navigationHighlight: Rectangle {
        color: "transparent"; radius: eave.look.radius
        border { width: 6; color: eave.look.focus }
    }
    languagePopupListEnabled: false
    popupListDelegate: selectionListDelegate
    popupListBackground: selectionListBackground
    languageListDelegate: selectionListDelegate
    languageListBackground: selectionListBackground
    traceInputKeyPanelDelegate: Item {}
    traceCanvasDelegate: Item {}
}
