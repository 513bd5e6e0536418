import QtQuick
import "../parts"

Symbols {}
