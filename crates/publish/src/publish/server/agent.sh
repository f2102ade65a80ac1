# The hands of gongbao on a server. It reads commands from its input, one a line, and answers with lines, the last
# of which is "ok COMMAND" or "fail WHY"; the first of all is "gongbao", whatever the user's start files say before it.
# Nothing of it stays on the server; it needs a POSIX shell and the usual tools.
#
#   current -> releases/000012      what visitors see; switched by one rename
#   previous -> releases/000011     what they saw before
#   web/PATH, before/PATH           lead to these two below the path of the site's address
#   releases/000012/...             whole sites; files that two releases share are one file
#   .gongbao/manifests/000012       what must be in it: lines of sha256sum, in the order of their bytes
#   .gongbao/verified/000012        what was found right: inode, size, time/name, in the order of their bytes
#   .gongbao/folders/000012         its folders: inode, time of the last change in them/name
#   .gongbao/standby, standby.*     the release that went last, with its lists: most of the next one is there already
#   .gongbao/leftover               what a cut left of a release that was being made
#   .gongbao/trash.*                on its way out
#   .gongbao/log.jsonl              who published what and when
#   .gongbao/lock/owner             who is at work: SITE SESSION TIME NAME
#   .gongbao/lock/SESSION/          all that is in hand: the release that is made, lists, a link, what goes; "alive" is
#                                   held open by the agent and by whatever it starts
#
# Whoever takes the lock takes it with all that is in it, by one rename. What visitors see, and what goes, is only ever
# moved out of the lock or into it: so an agent that comes back late, from a slow disk or over a line that was thought
# dead, finds nothing in its hands, and its move fails.

LC_ALL=C
export LC_ALL
umask 022
own=.gongbao
work=

finish() { echo "ok $command"; }

fail() {
  if [ -n "$work" ] && ! [ -d $work ]; then set -- lost; fi
  make_room
  echo "fail $*"
  exit 1
}

# What a full disk, or a used-up quota, left of a release takes the room that the next one needs. Only writing tells.
make_room() {
  if [ -z "$work" ] || ! [ -d $work ] || dd if=/dev/zero of=$work/room bs=16384 count=64 2>/dev/null; then return; fi
  rm -rf $work/* $own/leftover 2>/dev/null
}

# discard FOLDER: it was a lock and goes, but for a release that was being made.
discard() {
  for building in "$1"/*/building; do
    if [ -d "$building" ] && ! [ -d $own/leftover ]; then mv "$building" $own/leftover 2>/dev/null; fi
  done
  trash=$own/trash.${1##*/}
  mv -T "$1" "$trash" 2>/dev/null
  rm -rf "$1" "$trash"
}

unlock() {
  if [ -n "$work" ] && [ -d $work ] && mv -T $own/lock "$own/lock.$session" 2>/dev/null; then
    # Somebody may have taken it over between the look and the move.
    if [ -d "$own/lock.$session/$session" ]; then
      discard "$own/lock.$session"
    else
      mv -T "$own/lock.$session" $own/lock
    fi
  fi
  work=
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
  mkdir -p "$(dirname "$link")" && ln -s "$up" $work/link && mv -fT $work/link "$link" || fail write "$link"
}

# open SITE SESSION [LAST], then the site's path and the owner, a line each: makes the folder ready and takes the lock. A
# lock of the same site was left by a cut; whoever comes back after one says which session was theirs, LAST.
open() {
  IFS= read -r prefix && IFS= read -r owner || fail receive
  for tool in awk comm cp cut dd dirname find grep ln ls mv sed sha256sum sort stat tail tar tr xargs; do
    command -v $tool >/dev/null || fail tools $tool
  done
  mkdir -p "$root" && cd "$root" || fail write "$root"
  if [ -e current ] && ! [ -L current ]; then fail foreign current; fi
  for name in before previous releases web; do
    if [ -e $name ] && ! [ -d $own ]; then fail foreign $name; fi
  done
  mkdir -p $own/manifests $own/verified $own/folders releases || fail write "$root"
  site=$1 session=$2 last=$3
  take_lock
  work=$own/lock/$session
  lists=$work/lists
  ln -s try $work/link && mv -fT $work/link $work/try && rm -f $work/try || fail tools "mv -T"
  dd iflag=fullblock count=0 </dev/null 2>/dev/null || fail tools "dd iflag=fullblock"
  # Who took a lock over may have been ended before it was gone.
  for left in $own/lock.*.left; do
    [ -d "$left/$session" ] || clear_lock "$left"
  done
  rm -rf $own/trash.*
  ways web current "$prefix"
  ways before previous "$prefix"
  status
  finish
}

# The lock comes whole, with its owner in it: whoever is on the way out may be taking another one away at this moment.
take_lock() {
  mine=$own/lock.$session tries=
  mkdir -p "$mine/$session/trash" && echo > "$mine/$session/alive" &&
    echo "$site $session $(date +%s) $owner" > "$mine/owner" || fail write "$mine"
  exec 9>> "$mine/$session/alive"
  until mv -T "$mine" $own/lock 2>/dev/null; do
    held=$(cat $own/lock/owner 2>/dev/null)
    of=${held#* }
    of=${of%% *}
    if [ -z "$held" ]; then
      [ -d "$mine" ] || fail write "$own/lock"
    elif [ "${held%% *}" = "$site" ] && [ "$of" = "${last:-$of}" ]; then
      take_over "$held"
    else
      refuse_locked
    fi
    tries=${tries}x
    if [ ${#tries} -gt 100 ]; then fail write "$own/lock"; fi
  done
}

refuse_locked() {
  rm -rf "$mine"
  held=${held#* * }
  case ${held%% *} in
    '' | *[!0-9]*) echo "locked - $held" ;;
    *) echo "locked $(($(date +%s) - ${held%% *})) ${held#* }" ;;
  esac
  fail locked
}

# take_over OWNER: takes the lock away, and ends whoever still works with it.
take_over() {
  left=$own/lock.$session.left
  mv -T $own/lock "$left" 2>/dev/null || return
  # It may have been let go, and taken by another one, since it was looked at.
  if [ "$(cat "$left/owner")" != "$1" ]; then
    mv -T "$left" $own/lock
    return
  fi
  clear_lock "$left"
}

# clear_lock LOCK: nobody works with it any more.
clear_lock() {
  end_sessions "$1"
  discard "$1"
}

# end_sessions LOCK: an agent whose publisher is gone may be waiting for a slow disk. Whatever it started holds the same
# file open. Elsewhere than on Linux, or on another machine, it finds its hands empty.
end_sessions() {
  for alive in "$1"/*/alive; do
    name=${alive%/alive}
    name=${name##*/}
    case $name in *[!0-9a-f]*) continue ;; esac
    ls -l /proc/[0-9]*/fd/9 2>/dev/null | sed -n "s|.* /proc/\([0-9]*\)/fd/9 -> .*/$name/alive.*|\1|p" |
      while read -r process; do kill -KILL "$process" 2>/dev/null; done
  done
}

break_lock() {
  if [ -d "$root/$own/lock" ]; then
    (
      cd "$root" && left=$own/lock.$$.left && mv -T $own/lock "$left" || exit
      clear_lock "$left"
    ) || fail write "$root/$own/lock"
  fi
  finish
}

# What somebody took over is no longer in our hands.
held() {
  [ -n "$work" ] && [ -d $work ] || fail lost
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
}

manifest() {
  sed 's/^/file /' "$own/manifests/$1" || fail read "$1"
  finish
}

# Files of folder $1 whose names are in list $2, linked into the new release; copied where they cannot be linked.
link_files() {
  [ -s "$2" ] || return 0
  list=$PWD/$2
  building=$PWD/$work/building
  # Two processes that make one folder would stand in each other's way.
  (cd "$building" && sed -n 's|/[^/]*$||p' "$list" | sort -u | tr '\n' '\0' | xargs -0 -n 4000 mkdir -p --) || fail write $work/building
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
  cut -c1-64 $lists/needed | sort -u > $lists/sums
  [ -s $lists/sums ] && [ -s "$2" ] || return 0
  grep -F -f $lists/sums "$2" | awk -v folder="releases/$1/" '
    FNR == NR { from[substr($0, 1, 64)] = folder substr($0, 67); next }
    substr($0, 1, 64) in from { print from[substr($0, 1, 64)] "\t" substr($0, 67) }' - $lists/needed
}

move_files() {
  tab=$(printf '\t')
  while IFS=$tab read -r from to; do
    to=$work/building/$to
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

# Turns the standby into the new release as far as it is one; lists/had has the lines that are there then.
take_standby() {
  mv $own/standby $work/building || fail write $work/building
  comm -12 $lists/manifest $own/standby.manifest > $lists/had || fail write $lists
  comm -13 $lists/manifest $own/standby.manifest | cut -c67- > $lists/gone || fail write $lists
  (cd $work/building && tr '\n' '\0' < ../lists/gone | xargs -0 rm -f --)
  awk '{ while (sub(/\/[^\/]*$/, "")) print }' $lists/gone | sort -ru | tr '\n' '\0' |
    (cd $work/building && xargs -0 rmdir -- 2>/dev/null)
}

# plan BASE SUM: receives how the new release differs from BASE (or "-"), puts together what is here, says what is needed,
# and how many kilobytes are free then.
plan() {
  held
  rm -rf $lists $work/building && mkdir $lists || fail write $lists
  receive | tar -xf - -C $lists || fail receive
  if [ "$1" = - ]; then base=/dev/null; else base=$own/manifests/$1; fi
  comm -23 "$base" $lists/removed | sort -m - $lists/added > $lists/manifest || fail write $lists
  [ "$(sha256sum < $lists/manifest | cut -c1-64)" = "$2" ] || fail manifest
  : > $lists/had
  if ! [ -d $own/leftover ] && standby_is_whole; then
    take_standby
  else
    mkdir -p $work/building || fail write $work/building
  fi
  rm -rf $own/standby $own/standby.*
  comm -23 $lists/manifest $lists/had | comm -12 - "$base" | cut -c67- > $lists/kept || fail write $lists
  link_files "releases/$1" $lists/kept
  comm -23 $lists/manifest "$base" | comm -23 - $lists/had > $lists/needed || fail write $lists
  cut -c67- $lists/needed > $lists/changed || fail write $lists
  if [ -d $own/leftover ]; then
    left_over | comm -12 - $lists/needed > $lists/had
    cut -c67- $lists/had > $lists/names
    link_files $own/leftover $lists/names
    comm -23 $lists/needed $lists/had > $lists/rest && mv $lists/rest $lists/needed || fail write $lists
  fi
  moved_files "$1" "$base" > $lists/moves
  move_files < $lists/moves
  awk -F '\t' 'FILENAME == ARGV[1] { have[$2] = 1; next } !(substr($0, 67) in have) { print "need " $0 }' \
    $lists/moves $lists/needed
  rm -rf $own/leftover
  df -Pk . 2>/dev/null | awk 'NR == 2 { print "free", $4 }'
  finish
}

# Files of the new release.
send() {
  held
  receive | tar -xof - -C $work/building || fail receive
  finish
}

# in_parallel FOLDER COMMAND...: runs it on the names that are read, ended by zeros, twice at a time; lists/out has what it
# says, a file for each run.
in_parallel() {
  rm -rf $lists/out
  mkdir $lists/out || fail write $lists
  out=$PWD/$lists/out
  (
    cd "$1" && shift && xargs -0 -n 1000 -P 2 sh -c '
      out=$1
      shift
      echo .
      "$@" >> "$out/$$" 2>/dev/null' sh "$out" "$@"
  )
}

# examine FOLDER MANIFEST VERIFIED CHANGED: of the files in FOLDER that lists/found names, says "missing", "extra" and "bad"
# with sum and name; lists/right lists what is there. A file that was found right before (VERIFIED) and has kept inode, size
# and time is not read again, unless CHANGED names it. A link is no file.
examine() {
  in_parallel "$1" stat -c '%f %i %s %Y/%n' -- < $lists/found
  find $lists/out -type f -exec cat {} + > $lists/listing || fail write $lists
  sed -n 's/^8[0-9a-f]* //p' $lists/listing | sort > $lists/right || fail write $lists
  { comm -23 $lists/right "$3" | sed 's|^[^/]*/||'; cat "$4"; } | sort -u > $lists/unsure || fail write $lists
  : > $lists/expected
  awk -v expected=$lists/expected '
    FILENAME == ARGV[1] { unsure[$0] = 1; next }
    { name = substr($0, 67) }
    name in unsure { print > expected; delete unsure[name] }
    END { for (name in unsure) print "extra " name }
  ' $lists/unsure "$2" > $lists/extra || fail write $lists
  there=$(($(wc -l < $lists/right) - $(wc -l < $lists/extra)))
  sed -n '/^8/!s|^[^/]*/|extra |p' $lists/listing >> $lists/extra || fail write $lists
  if [ $there -ne "$(wc -l < "$2")" ]; then
    awk '
      FILENAME == ARGV[1] { sub(/^[^\/]*\//, ""); there[$0] = 1; next }
      !(substr($0, 67) in there) { print "missing " $0 }
    ' $lists/right "$2" > $lists/missing || fail write $lists
  fi
  if [ -s $lists/expected ]; then
    sort $lists/expected > $lists/sums && cut -c67- $lists/sums | tr '\n' '\0' > $lists/found || fail write $lists
    in_parallel "$1" sha256sum -- < $lists/found
    find $lists/out -type f -exec cat {} + | sort | comm -23 $lists/sums - > $lists/other
    if [ -f $lists/missing ]; then
      sed 's/^missing //' $lists/missing | sort | comm -23 $lists/other - | sed 's/^/bad /' > $lists/bad
    else
      sed 's/^/bad /' $lists/other > $lists/bad
    fi
  fi
  for list in extra missing bad; do
    if [ -f $lists/$list ]; then cat $lists/$list; fi
  done
}

# Names of a folder's files.
walk() {
  mkdir -p $lists || fail write $lists
  (cd "$1" && find . ! -type d) | sed 's|^\./||' | tr '\n' '\0' > $lists/found || fail read "$1"
}

forget() { rm -f $lists/extra $lists/missing $lists/bad $lists/right; }

# check ID VERIFIED: the new release is whole and becomes release ID, or what is wrong is told and taken out of it.
check() {
  held
  forget
  # It was put together in an empty folder: there is nothing but what the list names.
  cut -c67- $lists/manifest | tr '\n' '\0' > $lists/found || fail write $lists
  examine $work/building $lists/manifest "$2" $lists/changed
  if [ -s $lists/extra ] || [ -s $lists/missing ] || [ -s $lists/bad ]; then
    touch $lists/extra $lists/bad
    { sed 's/^extra //' $lists/extra; sed 's/^bad .\{66\}//' $lists/bad; } | tr '\n' '\0' |
      (cd $work/building && xargs -0 rm -rf --)
    forget
    finish
    return
  fi
  # What visitors see, or saw, is never written over.
  case releases/$1 in "$(readlink current)" | "$(readlink previous)") fail foreign "releases/$1" ;; esac
  if [ -e "releases/$1" ]; then mv "releases/$1" $work/trash/ || fail write releases; fi
  folders $work/building $lists/manifest > $lists/folders
  mv $lists/right "$own/verified/$1" &&
    mv $lists/folders "$own/folders/$1" &&
    mv $lists/manifest "$own/manifests/$1" &&
    mv -T $work/building "releases/$1" || fail write releases
  # A disk that takes its time does so here: whoever is given up now has not switched, and does not later.
  sync -f releases 2>/dev/null || sync
  rm -rf $lists
  held
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
  if ! [ -s $lists/extra ] && ! [ -s $lists/missing ] && ! [ -s $lists/bad ]; then
    mv $lists/right "$own/verified/$1" 2>/dev/null
  fi
  forget
  finish
}

# switch ID, then a line for the log: from now on visitors see this release.
switch() {
  held
  IFS= read -r line || fail receive
  [ -d "releases/$1" ] || fail missing "$1"
  rm -f $work/link
  old=$(readlink current)
  if [ -n "$old" ] && [ "$old" != "releases/$1" ]; then
    ln -s "$old" $work/link && mv -fT $work/link previous || fail switch
  fi
  ln -s "releases/$1" $work/link && mv -fT $work/link current || fail switch
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
  for id in $(ls -1 releases | grep '^[0-9]*$' | sort -r); do
    kept=$((kept + 1))
    if [ $kept -le "$1" ] || [ "releases/$id" = "$now" ] || [ "releases/$id" = "$before" ]; then continue; fi
    mv "releases/$id" $work/trash/ || fail write "releases/$id"
    if ! [ -d $own/standby ]; then
      mv "$own/manifests/$id" $own/standby.manifest &&
        mv "$own/folders/$id" $own/standby.folders &&
        mv "$work/trash/$id" $own/standby
    fi
    rm -f "$own/manifests/$id" "$own/verified/$id" "$own/folders/$id"
  done
  # Nobody waits for many files to go.
  mv -T $work/trash "$own/trash.$session" && mkdir $work/trash || fail write $work/trash
  rm -rf "$own/trash.$session" </dev/null >/dev/null 2>&1 9>&- &
  finish
}

IFS= read -r root || exit 1
echo gongbao
while read -r command first second; do
  case $command in
    look | open | break_lock | manifest | plan | send | check | verify | switch | prune) ;;
    *) fail command ;;
  esac
  $command $first $second
done
