import QtQuick
import "../parts"

Digits { mark: "." }
