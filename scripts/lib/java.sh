# Finds what the scripts run on. To be sourced by a bash script; defines functions and nothing else.

# The feature version of the JDK in a directory, from its release file: 17, 25. Nothing where there is no JDK.
java_feature_version() {
    local release=$1/release
    [[ -x $1/bin/javac && -r $release ]] || return 0
    sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$release"
}

# Every directory that may hold a JDK, the user's own choice first.
java_candidates() {
    local found
    [[ -z ${JAVA_HOME:-} ]] || echo "$JAVA_HOME"
    if found=$(command -v javac); then
        found=$(readlink -f "$found")
        echo "${found%/bin/javac}"
    fi
    printf '%s\n' /usr/lib/jvm/*/ /usr/java/*/ /opt/java/*/ /opt/jdk*/ "$HOME"/.sdkman/candidates/java/*/ \
        "$HOME"/.jdks/*/ "$HOME"/.local/share/mise/installs/java/*/
}

# find_java MIN [MAX]: prints the home of a JDK of version MIN or newer (and not newer than MAX); fails where there is none.
find_java() {
    local home version
    while read -r home; do
        home=${home%/}
        version=$(java_feature_version "$home")
        if [[ -n $version ]] && ((version >= $1 && version <= ${2:-999})); then
            echo "$home"
            return 0
        fi
    done < <(java_candidates)
    return 1
}

# provide_maven_java HOME: lets Maven run on the JDK in HOME, where it would run on one older than 17 or find none.
provide_maven_java() {
    local home=${JAVA_HOME:-} java
    if [[ -z $home ]] && java=$(command -v java); then
        java=$(readlink -f "$java")
        home=${java%/bin/java}
    fi
    if (($(java_feature_version "${home:-/}" | grep . || echo 0) < 17)); then
        export JAVA_HOME=$1
    fi
}
