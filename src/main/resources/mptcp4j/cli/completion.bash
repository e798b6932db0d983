# Completes mptcp4j in bash. Made by: mptcp4j completion bash

# Prints what may be said, one below the other: the objects, and the options, the actions and the words of each.
_mptcp4j_table() {
    case "$*" in
        # @TABLE@
    esac
}

# Prints the first of the words behind $1 that begins with it.
_mptcp4j_first() {
    local beginning=$1 word
    shift
    for word; do
        if [[ $word == "$beginning"* ]]; then
            echo "$word"
            return
        fi
    done
}

# Prints the names in a directory.
_mptcp4j_names() {
    local path
    for path in "$1"/*; do
        [[ ! -e $path ]] || echo "${path##*/}"
    done
}

# Tells whether the option $1 takes a namespace, alone or behind others of one letter.
_mptcp4j_wants_netns() { [[ $1 =~ ^(--?netns|-[jptv]*n)$ ]]; }

# Sets object, action and netns by the words before the cursor.
_mptcp4j_look() {
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        if _mptcp4j_wants_netns "${COMP_WORDS[i]}"; then
            netns=yes
            [[ ${COMP_WORDS[i + 1]} != = ]] || i=$((i + 1))
            i=$((i + 1))
            continue
        fi
        case ${COMP_WORDS[i]} in
            -*) [[ ${COMP_WORDS[i + 1]} != = ]] || i=$((i + 2)) ;;
            *)
                # shellcheck disable=SC2046 # one argument for each word
                if [[ -z $object ]]; then
                    object=$(_mptcp4j_first "${COMP_WORDS[i]}" $(_mptcp4j_table objects))
                    [[ -n $object ]] || return 1
                elif [[ -z $action ]]; then
                    action=$(_mptcp4j_first "${COMP_WORDS[i]}" $(_mptcp4j_table actions "$object"))
                    action=${action:-none}
                fi
                ;;
        esac
    done
}

# Prints what may be said where the cursor is, behind the word $1.
_mptcp4j_words() {
    local key=$object
    [[ -z $action || $action == none ]] || key="$object $action"
    if [[ -z $object ]]; then
        _mptcp4j_table objects
    elif _mptcp4j_table values "$key" | grep -qxF -e "$1"; then
        # The links of another namespace are not to be seen from here
        [[ $1 != dev || -n $netns ]] || _mptcp4j_names /sys/class/net
    else
        [[ -n $action ]] || _mptcp4j_table actions "$object"
        _mptcp4j_table words "$key"
        [[ $object != sysctl || ! $1 =~ ^(sysctl|show|set)$ ]] || _mptcp4j_names /proc/sys/net/mptcp
    fi
}

# Prints what may be there for the beginning $1, behind the word $2, as the value of that if $3 is yes.
_mptcp4j_candidates() {
    if _mptcp4j_wants_netns "$2"; then
        _mptcp4j_names /run/netns
        return
    fi
    case $2,$3 in
        --color,yes | -color,yes) printf '%s\n' always auto never ;;
        *,yes) ;;
        *)
            if [[ $1 == -* ]]; then
                _mptcp4j_table options ${object:+"$object"}
            else
                _mptcp4j_words "$2"
            fi
            ;;
    esac
}

_mptcp4j() {
    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} is_value=no
    local object='' action='' netns='' candidate
    COMPREPLY=()
    # bash makes three words of --color=never
    if [[ $word == = ]]; then
        word='' is_value=yes
    elif [[ $previous == = ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]} is_value=yes
    fi
    _mptcp4j_look || return 0
    while IFS= read -r candidate; do
        [[ $candidate != "$word"* ]] || COMPREPLY+=("$(printf %q "$candidate")")
    done < <(_mptcp4j_candidates "$word" "$previous" "$is_value")
}

complete -o default -F _mptcp4j mptcp4j
