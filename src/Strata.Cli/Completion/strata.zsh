#compdef strata
# Completion of strata for zsh; made by 'strata completion zsh'.
_strata() {
    local -a found
    found=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -z ${found[1]} ]]; then
        _files
    elif [[ ${#found} -eq 1 && ${found[1]} == *[:=/.] ]]; then
        compadd -S '' -- "${found[@]}"
    else
        compadd -- "${found[@]}"
    fi
}
# In a folder of fpath the whole file is the function; elsewhere it is sourced.
if [[ ${funcstack[1]-} == _strata ]]; then
    _strata "$@"
else
    compdef _strata strata
fi
