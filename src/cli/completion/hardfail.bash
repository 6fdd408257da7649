# Completion of hardfail in bash: the program itself says what may stand at the cursor.
_hardfail() {
  local line=${COMP_LINE:0:COMP_POINT} typed current lead answer word
  local -a words
  read -ra words <<<"$line"
  [[ $line == *[[:space:]] ]] && words+=("")
  typed=${words[${#words[@]} - 1]}
  # bash takes "--format=js" for three words and replaces the last of them alone.
  current=${COMP_WORDS[COMP_CWORD]}
  [[ $current == [=:] ]] && current=
  lead=${typed%"$current"}
  COMPREPLY=()
  while IFS= read -r answer; do
    word=${answer%%$'\t'*}
    case $word in
      :files) compopt -o default ;;
      :folders)
        compopt -o filenames
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$current")
        ;;
      *)
        [[ $word == *: ]] && compopt -o nospace
        COMPREPLY+=("${word#"$lead"}")
        ;;
    esac
  done < <("${words[0]/#\~\//$HOME/}" completion words -- "${words[@]:1}" 2>/dev/null)
}
complete -F _hardfail hardfail
