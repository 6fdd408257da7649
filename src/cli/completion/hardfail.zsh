#compdef hardfail
# Completion of hardfail in zsh: the program itself says what may stand at the cursor.
_hardfail() {
  local answer word
  local -a described
  local program=${~words[1]}
  while IFS= read -r answer; do
    word=${answer%%$'\t'*}
    case $word in
      :files) _files ;;
      :folders) _files -/ ;;
      *) described+=("${word//:/\\:}:${answer#*$'\t'}") ;;
    esac
  done < <($program completion words -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#described )) && _describe -V hardfail described
}
if [[ $funcstack[1] == _hardfail ]]; then
  _hardfail "$@"
else
  compdef _hardfail hardfail
fi
