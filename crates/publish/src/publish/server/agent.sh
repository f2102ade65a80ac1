# The hands of gongbao on a server. It reads commands from its input, one a line, and answers with lines, the last
# of which is "ok" or "fail WHY". Nothing of it stays on the server; it needs a POSIX shell and the usual tools.
#
#   current -> releases/000012      what visitors see; switched by one rename
#   previous -> releases/000011     what they saw before
#   web/PATH, before/PATH           lead to these two below the path of the site's address
#   releases/000012/...             whole sites; files that two releases share are one file
#   .gongbao/manifests/000012       what must be in it: lines of sha256sum, in the order of their bytes
#   .gongbao/verified/000012        what was found right: inode, size, time/name, in the order of their bytes
#   .gongbao/folders/000012         its folders: inode, time of the last change in them/name
#   .gongbao/standby, standby.*     the release that went last, with its lists: most of the next one is there already
#   .gongbao/building, leftover     the release that is being made; what a cut left of one
#   .gongbao/plan, trash, lock      lists of the running command; releases on their way out; who is at work
#   .gongbao/log.jsonl              who published what and when

LC_ALL=C
export LC_ALL
umask 022
own=.gongbao
token=

finish() { echo ok; }

fail() {
  echo "fail $*"
  exit 1
}

unlock() {
  if [ -n "$token" ] && [ "$(cut -d' ' -f1,2 $own/lock/owner 2>/dev/null)" = "$token" ] \
    && mv -T $own/lock "$own/lock.$session" 2>/dev/null; then
    # Somebody may have taken it over between the look and the move.
    if [ "$(cut -d' ' -f1,2 "$own/lock.$session/owner")" = "$token" ]; then
      rm -rf "$own/lock.$session"
    else
      mv -T "$own/lock.$session" $own/lock
    fi
  fi
  token=
}
trap unlock EXIT
trap 'exit 1' HUP INT TERM PIPE

# Blocks of 16 KiB: a line says how many follow, 0 ends it.
receive() {
  while read -r blocks && [ "$blocks" -gt 0 ]; do
    dd bs=16384 count="$blocks" iflag=fullblock 2>/dev/null
  done
}

# Goes to the folder without changing it.
look() {
  cd "$root" 2>/dev/null || { finish; return; }
  status
  finish
}

# ways NAME TARGET PREFIX: NAME/PREFIX leads to TARGET, so that a web server's root need not know the site's path.
ways() {
  link=$1${3:+/$3}
  up=$2
  rest=$3
  while [ -n "$rest" ]; do
    up=../$up
    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
  done
  if [ "$(readlink "$link")" = "$up" ]; then return 0; fi
  if [ -L "$1" ] || [ -z "$3" ]; then rm -rf "$1"; fi
  mkdir -p "$(dirname "$link")" && rm -f $own/link && ln -s "$up" $own/link && mv -fT $own/link "$link" || fail write "$link"
}

# open SITE SESSION, then the site's path and the owner, a line each: makes the folder ready and takes the lock. A lock
# of the same site was left by a cut.
open() {
  IFS= read -r prefix && IFS= read -r owner || fail receive
  for tool in awk comm cp cut dd dirname find grep ln mv sed sha256sum sort stat tail tar tr xargs; do
    command -v $tool >/dev/null || fail tools $tool
  done
  mkdir -p "$root" && cd "$root" || fail write "$root"
  if [ -e current ] && ! [ -L current ]; then fail foreign current; fi
  for name in before previous releases web; do
    if [ -e $name ] && ! [ -d $own ]; then fail foreign $name; fi
  done
  mkdir -p $own/manifests $own/verified $own/folders releases || fail write "$root"
  site=$1 session=$2
  take_lock
  token="$site $session"
  rm -f $own/link $own/try
  ln -s try $own/link && mv -fT $own/link $own/try && rm -f $own/try || fail tools "mv -T"
  dd iflag=fullblock count=0 </dev/null 2>/dev/null || fail tools "dd iflag=fullblock"
  rm -rf $own/trash
  ways web current "$prefix"
  ways before previous "$prefix"
  status
  finish
}

# The lock comes whole, with its owner in it: whoever is on the way out may be taking another one away at this moment.
take_lock() {
  mine=$own/lock.$session tries=
  rm -rf "$mine" && mkdir "$mine" && echo "$site $session $(date +%s) $owner" > "$mine/owner" || fail write "$mine"
  until mv -T "$mine" $own/lock 2>/dev/null; do
    held=$(cat $own/lock/owner 2>/dev/null)
    case $held in
      "$site "*) mv -T $own/lock "$mine.left" 2>/dev/null && rm -rf "$mine.left" ;;
      '') [ -d "$mine" ] || fail write "$own/lock" ;;
      *)
        rm -rf "$mine"
        held=${held#* * }
        case ${held%% *} in
          '' | *[!0-9]*) echo "locked - $held" ;;
          *) echo "locked $(($(date +%s) - ${held%% *})) ${held#* }" ;;
        esac
        fail locked
        ;;
    esac
    tries=${tries}x
    if [ ${#tries} -gt 100 ]; then fail write "$own/lock"; fi
  done
}

break_lock() {
  rm -rf "$root/$own/lock" || fail write "$root/$own/lock"
  finish
}

# A lock that somebody broke is no longer ours.
held() {
  [ -n "$token" ] && [ "$(cut -d' ' -f1,2 $own/lock/owner 2>/dev/null)" = "$token" ] || fail lost
}

status() {
  link=$(readlink current)
  if [ -n "$link" ]; then
    echo "current ${link##*/} $(sha256sum < "$own/manifests/${link##*/}" | cut -c1-64)"
  fi
  link=$(readlink previous)
  if [ -n "$link" ]; then echo "previous ${link##*/}"; fi
  for release in releases/*; do
    id=${release##*/}
    if [ -f "$own/manifests/$id" ]; then echo "release $id"; fi
  done
  echo "newest $(ls -1 releases | grep '^[0-9]*$' | sort | tail -n 1)"
  if [ -f $own/log.jsonl ]; then tail -n 500 $own/log.jsonl | sed 's/^/log /'; fi
  df -Pk . 2>/dev/null | awk 'NR == 2 { print "free", $4 }'
}

manifest() {
  sed 's/^/file /' "$own/manifests/$1" || fail read "$1"
  finish
}

# Files of folder $1 whose names are in list $2, linked into the new release; copied where they cannot be linked.
link_files() {
  [ -s "$2" ] || return 0
  list=$PWD/$2
  building=$PWD/$own/building
  # Two processes that make one folder would stand in each other's way.
  (cd "$building" && sed -n 's|/[^/]*$||p' "$list" | sort -u | tr '\n' '\0' | xargs -0 -n 4000 mkdir -p --) || fail write $own/building
  (
    cd "$1" || exit
    tr '\n' '\0' < "$list" | xargs -0 -n 4000 -P 2 sh -c '
      to=$1
      shift
      cp -l --parents -- "$@" "$to" 2>/dev/null || cp -p --parents -- "$@" "$to" 2>/dev/null || :' sh "$building"
  )
}

# Sums and names of what a cut left; they are needed where they are right.
left_over() {
  (cd $own/leftover && find . -type f -exec sha256sum {} +) 2>/dev/null | sed 's|  \./|  |' | sort
}

# Files that are needed and that release $1 (its manifest is $2) holds under another name: its file, a tab, the new name.
moved_files() {
  cut -c1-64 $own/plan/needed | sort -u > $own/plan/sums
  [ -s $own/plan/sums ] && [ -s "$2" ] || return 0
  grep -F -f $own/plan/sums "$2" | awk -v folder="releases/$1/" '
    FNR == NR { from[substr($0, 1, 64)] = folder substr($0, 67); next }
    substr($0, 1, 64) in from { print from[substr($0, 1, 64)] "\t" substr($0, 67) }' - $own/plan/needed
}

move_files() {
  tab=$(printf '\t')
  while IFS=$tab read -r from to; do
    to=$own/building/$to
    [ -d "${to%/*}" ] || mkdir -p "${to%/*}"
    ln "$from" "$to" 2>/dev/null || cp -p "$from" "$to" 2>/dev/null
  done
}

# Every folder that the files of manifest $2 stand in, in folder $1, with inode and time.
folders() {
  cut -c67- "$2" | awk '{ while (sub(/\/[^\/]*$/, "") && !($0 in seen)) { seen[$0] = 1; print } }' |
    tr '\n' '\0' | (cd "$1" && xargs -0 stat -c '%i %Z/%n' --)
}

# Whether nothing was put into the standby, or taken out of it, since it was found right.
standby_is_whole() {
  [ -d $own/standby ] && [ -s $own/standby.folders ] || return 1
  sed 's|^[^/]*/||' $own/standby.folders | tr '\n' '\0' |
    (cd $own/standby && xargs -0 stat -c '%i %Z/%n' --) 2>/dev/null | cmp -s - $own/standby.folders
}

# Turns the standby into the new release as far as it is one; plan/had has the lines that are there then.
take_standby() {
  mv $own/standby $own/building || fail write $own/building
  comm -12 $own/plan/manifest $own/standby.manifest > $own/plan/had || fail write $own/plan
  comm -13 $own/plan/manifest $own/standby.manifest | cut -c67- > $own/plan/gone || fail write $own/plan
  (cd $own/building && tr '\n' '\0' < ../plan/gone | xargs -0 rm -f --)
  awk '{ while (sub(/\/[^\/]*$/, "")) print }' $own/plan/gone | sort -ru | tr '\n' '\0' |
    (cd $own/building && xargs -0 rmdir -- 2>/dev/null)
}

# plan BASE SUM: receives how the new release differs from BASE (or "-"), puts together what is here, says what is needed.
plan() {
  held
  rm -rf $own/plan && mkdir $own/plan || fail write $own/plan
  receive | tar -xf - -C $own/plan || fail receive
  if [ "$1" = - ]; then base=/dev/null; else base=$own/manifests/$1; fi
  comm -23 "$base" $own/plan/removed | sort -m - $own/plan/added > $own/plan/manifest || fail write $own/plan
  [ "$(sha256sum < $own/plan/manifest | cut -c1-64)" = "$2" ] || fail manifest
  if [ -d $own/leftover ]; then
    rm -rf $own/building
  elif [ -d $own/building ]; then
    mv $own/building $own/leftover || fail write $own/leftover
  fi
  : > $own/plan/had
  if ! [ -d $own/leftover ] && standby_is_whole; then
    take_standby
  else
    mkdir -p $own/building || fail write $own/building
  fi
  rm -rf $own/standby $own/standby.*
  comm -23 $own/plan/manifest $own/plan/had | comm -12 - "$base" | cut -c67- > $own/plan/kept || fail write $own/plan
  link_files "releases/$1" $own/plan/kept
  comm -23 $own/plan/manifest "$base" | comm -23 - $own/plan/had > $own/plan/needed || fail write $own/plan
  cut -c67- $own/plan/needed > $own/plan/changed || fail write $own/plan
  if [ -d $own/leftover ]; then
    left_over | comm -12 - $own/plan/needed > $own/plan/had
    cut -c67- $own/plan/had > $own/plan/names
    link_files $own/leftover $own/plan/names
    comm -23 $own/plan/needed $own/plan/had > $own/plan/rest && mv $own/plan/rest $own/plan/needed || fail write $own/plan
  fi
  moved_files "$1" "$base" > $own/plan/moves
  move_files < $own/plan/moves
  awk -F '\t' 'FILENAME == ARGV[1] { have[$2] = 1; next } !(substr($0, 67) in have) { print "need " $0 }' \
    $own/plan/moves $own/plan/needed
  rm -rf $own/leftover
  finish
}

# Files of the new release.
send() {
  held
  receive | tar -xof - -C $own/building || fail receive
  finish
}

# in_parallel FOLDER COMMAND...: runs it on the names that are read, ended by zeros, twice at a time; plan/out has what it
# says, a file for each run.
in_parallel() {
  rm -rf $own/plan/out
  mkdir $own/plan/out || fail write $own/plan
  out=$PWD/$own/plan/out
  (
    cd "$1" && shift && xargs -0 -n 1000 -P 2 sh -c '
      out=$1
      shift
      echo .
      "$@" >> "$out/$$" 2>/dev/null' sh "$out" "$@"
  )
}

# examine FOLDER MANIFEST VERIFIED CHANGED: of the files in FOLDER that plan/found names, says "missing", "extra" and "bad"
# with sum and name; plan/right lists what is there. A file that was found right before (VERIFIED) and has kept inode, size
# and time is not read again, unless CHANGED names it. A link is no file.
examine() {
  in_parallel "$1" stat -c '%f %i %s %Y/%n' -- < $own/plan/found
  find $own/plan/out -type f -exec cat {} + > $own/plan/listing || fail write $own/plan
  sed -n 's/^8[0-9a-f]* //p' $own/plan/listing | sort > $own/plan/right || fail write $own/plan
  { comm -23 $own/plan/right "$3" | sed 's|^[^/]*/||'; cat "$4"; } | sort -u > $own/plan/unsure || fail write $own/plan
  : > $own/plan/expected
  awk -v expected=$own/plan/expected '
    FILENAME == ARGV[1] { unsure[$0] = 1; next }
    { name = substr($0, 67) }
    name in unsure { print > expected; delete unsure[name] }
    END { for (name in unsure) print "extra " name }
  ' $own/plan/unsure "$2" > $own/plan/extra || fail write $own/plan
  there=$(($(wc -l < $own/plan/right) - $(wc -l < $own/plan/extra)))
  sed -n '/^8/!s|^[^/]*/|extra |p' $own/plan/listing >> $own/plan/extra || fail write $own/plan
  if [ $there -ne "$(wc -l < "$2")" ]; then
    awk '
      FILENAME == ARGV[1] { sub(/^[^\/]*\//, ""); there[$0] = 1; next }
      !(substr($0, 67) in there) { print "missing " $0 }
    ' $own/plan/right "$2" > $own/plan/missing || fail write $own/plan
  fi
  if [ -s $own/plan/expected ]; then
    sort $own/plan/expected > $own/plan/sums && cut -c67- $own/plan/sums | tr '\n' '\0' > $own/plan/found || fail write $own/plan
    in_parallel "$1" sha256sum -- < $own/plan/found
    find $own/plan/out -type f -exec cat {} + | sort | comm -23 $own/plan/sums - > $own/plan/other
    if [ -f $own/plan/missing ]; then
      sed 's/^missing //' $own/plan/missing | sort | comm -23 $own/plan/other - | sed 's/^/bad /' > $own/plan/bad
    else
      sed 's/^/bad /' $own/plan/other > $own/plan/bad
    fi
  fi
  for list in extra missing bad; do
    if [ -f $own/plan/$list ]; then cat $own/plan/$list; fi
  done
}

# Names of a folder's files.
walk() {
  mkdir -p $own/plan || fail write $own/plan
  (cd "$1" && find . ! -type d) | sed 's|^\./||' | tr '\n' '\0' > $own/plan/found || fail read "$1"
}

forget() { rm -f $own/plan/extra $own/plan/missing $own/plan/bad $own/plan/right; }

# check ID VERIFIED: the new release is whole and becomes release ID, or what is wrong is told and taken out of it.
check() {
  held
  forget
  # It was put together in an empty folder: there is nothing but what the list names.
  cut -c67- $own/plan/manifest | tr '\n' '\0' > $own/plan/found || fail write $own/plan
  examine $own/building $own/plan/manifest "$2" $own/plan/changed
  if [ -s $own/plan/extra ] || [ -s $own/plan/missing ] || [ -s $own/plan/bad ]; then
    touch $own/plan/extra $own/plan/bad
    { sed 's/^extra //' $own/plan/extra; sed 's/^bad .\{66\}//' $own/plan/bad; } | tr '\n' '\0' |
      (cd $own/building && xargs -0 rm -rf --)
    forget
    finish
    return
  fi
  # What visitors see, or saw, is never written over.
  case releases/$1 in "$(readlink current)" | "$(readlink previous)") fail foreign "releases/$1" ;; esac
  rm -rf "releases/$1"
  folders $own/building $own/plan/manifest > "$own/folders/$1"
  mv $own/plan/right "$own/verified/$1" &&
    mv $own/plan/manifest "$own/manifests/$1" &&
    mv $own/building "releases/$1" || fail write releases
  rm -rf $own/plan
  echo "ready $1"
  finish
}

# verify ID VERIFIED: what is wrong with a release that stands.
verify() {
  held
  [ -f "$own/manifests/$1" ] && [ -d "releases/$1" ] || fail missing "$1"
  forget
  walk "releases/$1"
  examine "releases/$1" "$own/manifests/$1" "$2" /dev/null
  if ! [ -s $own/plan/extra ] && ! [ -s $own/plan/missing ] && ! [ -s $own/plan/bad ]; then
    mv $own/plan/right "$own/verified/$1" 2>/dev/null
  fi
  forget
  finish
}

# switch ID, then a line for the log: from now on visitors see this release.
switch() {
  held
  IFS= read -r line || fail receive
  [ -d "releases/$1" ] || fail missing "$1"
  sync -f releases 2>/dev/null || sync
  rm -f $own/link
  old=$(readlink current)
  if [ -n "$old" ] && [ "$old" != "releases/$1" ]; then
    ln -s "$old" $own/link && mv -fT $own/link previous || fail switch
  fi
  ln -s "releases/$1" $own/link && mv -fT $own/link current || fail switch
  printf '%s\n' "$line" >> $own/log.jsonl || fail write $own/log.jsonl
  finish
}

# prune KEEP: releases beyond the newest KEEP go, but what visitors see and saw before. The newest that goes is the
# next standby.
prune() {
  held
  now=$(readlink current)
  before=$(readlink previous)
  kept=0
  mkdir -p $own/trash
  for id in $(ls -1 releases | grep '^[0-9]*$' | sort -r); do
    kept=$((kept + 1))
    if [ $kept -le "$1" ] || [ "releases/$id" = "$now" ] || [ "releases/$id" = "$before" ]; then continue; fi
    if [ -d $own/standby ]; then
      mv "releases/$id" $own/trash/
    else
      mv "$own/manifests/$id" $own/standby.manifest &&
        mv "$own/folders/$id" $own/standby.folders &&
        mv "releases/$id" $own/standby || mv "releases/$id" $own/trash/
    fi
    rm -f "$own/manifests/$id" "$own/verified/$id" "$own/folders/$id"
  done
  rm -rf $own/trash </dev/null >/dev/null 2>&1 &
  finish
}

IFS= read -r root || exit 1
while read -r command first second; do
  case $command in
    look | open | break_lock | manifest | plan | send | check | verify | switch | prune) ;;
    *) fail command ;;
  esac
  $command $first $second
done
