; The two ways in which AutoHotkey scripts put a text into another program, for comparison.
; The text is the first argument.
;
; Pasting, as it is usually written: the whole clipboard is saved, the clipboard emptied so that
; ClipWait can tell when the text has come (AutoHotkey's help, "ClipWait"), Ctrl+V sent, and the
; old clipboard put back after a while. Nothing tells a script when the program has read; scripts
; wait 50 to 500 ms, and the 300 ms of a much copied answer (Stack Overflow 27398950) are usual.
;
; Both act when the key goes up (AutoHotkey's help, "Hotkeys", the suffix Up), as Poise does: the
; clock starts there.
#Requires AutoHotkey v2.0
#NoTrayIcon

phrase := A_Args[1]

^+F8 Up:: {
    saved := ClipboardAll()
    A_Clipboard := ""
    A_Clipboard := phrase
    if ClipWait(1)
        Send "^v"
    Sleep 300
    A_Clipboard := saved
}

^+F9 Up:: {
    SendText phrase
}

FileAppend "ready " A_AhkVersion "`n", "*"
