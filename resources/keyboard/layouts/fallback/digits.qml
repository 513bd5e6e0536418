import QtQuick
import "../parts"

Digits {}
