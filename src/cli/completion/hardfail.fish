# Completion of hardfail in fish: the program itself says what may stand at the cursor.
function __hardfail_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for answer in ($program completion words -- $words "$current" 2>/dev/null)
        switch $answer
            case ':files*'
                __fish_complete_path "$current"
            case ':folders*'
                __fish_complete_directories "$current"
            case '*'
                printf '%s\n' $answer
        end
    end
end
complete -c hardfail -f -k -a '(__hardfail_complete)'
