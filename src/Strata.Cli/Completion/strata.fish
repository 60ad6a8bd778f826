# Completion of strata for fish; made by 'strata completion fish'.
function __strata_complete
    set -l typed (commandline -opc)
    $typed[1] complete -- $typed[2..] (commandline -ct) 2>/dev/null
end
complete -c strata -a '(__strata_complete)'
