# Completion of strata for bash; made by 'strata completion bash'.
_strata() {
    local line=${COMP_LINE:0:COMP_POINT} words=() reply cut
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local word=${words[-1]}
    reply=$("$1" complete -- "${words[@]:1}" 2>/dev/null) || return
    COMPREPLY=()
    [[ -n $reply ]] && mapfile -t COMPREPLY <<<"$reply"
    # bash replaces what stands behind the last colon or equals sign alone.
    cut=${word%"${word##*[:=]}"}
    COMPREPLY=("${COMPREPLY[@]#"$cut"}")
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[:=/.] ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o bashdefault -o default -F _strata strata
