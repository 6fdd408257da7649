# awk -v out=FOLDER -f split.awk docs/hardfail.1
# Writes the pages that are installed: hardfail.1 with its commands in a line each, hardfail-COMMAND.1
# for each of these, hardfail.conf.5 and hardfail-files.5. The one source reads as a page too.
#
# In the source a comment says which page the command below it becomes:
#   .\" page hardfail-import 1 read reports into the database

function start(name, section, text) {
  page = out "/" name "." section
  pages[name] = section
  printf ".Dd %s\n.Dt %s %s\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n", date, toupper(name), section, name, text > page
}

# A section that is on another page is referred to by that page.
function refer(line,    heading, after) {
  heading = substr(line, 5)
  if (heading ~ / [.,;)]$/) {
    after = substr(heading, length(heading) - 1)
    heading = substr(heading, 1, length(heading) - 2)
  }
  if (heading in section_of_files)
    return page ~ /\/hardfail-files\.5$/ ? line : ".Xr hardfail-files 5" after
  if (heading == "CONFIGURATION") return ".Xr hardfail.conf 5" after
  if (page ~ /\/hardfail\.1$/) return line
  return ".Sx " heading "\nof\n.Xr hardfail 1" after
}

function put(line) {
  if (line == ".Nm") line = ".Nm hardfail"
  if (line ~ /^\.Sx /) line = refer(line)
  print line > page
}

# The pages of the commands that a part of the manual names, in the order of the alphabet.
function named_in(text, self,    lines, count, l, i, named, least, list) {
  count = split(text, lines, "\n")
  for (l = 1; l <= count; ++l) {
    if (lines[l] !~ /^\.Cm /) continue
    for (i = 1; i <= commands; ++i)
      if (name[i] != self && name[i] == "hardfail-" substr(lines[l], 5)) named[name[i]]
  }
  for (;;) {
    least = ""
    for (i in named) if (least == "" || i < least) least = i
    if (least == "") return list
    delete named[least]
    list = list ".Xr " least " 1 ,\n"
  }
}

function finish(also) {
  print ".Sh SEE ALSO" > page
  print also > page
  close(page)
}

BEGIN {
  section_of_files["FILES"]; section_of_files["FORMATS"]; section_of_files["JSON"]
}

/^\.Dd / { date = substr($0, 5); next }
/^\.Sh / { section = substr($0, 5) }

# The usage of each command, by its name.
section == "SYNOPSIS" {
  if ($0 == ".Nm") { ++usages; next }
  if ($1 == ".Cm" && !(usages in command_of)) {
    command_of[usages] = substr($0, 5)
  }
  if ($0 != ".Sh SYNOPSIS") usage[usages] = usage[usages] $0 "\n"
  next
}

section == "COMMANDS" && $1 == ".\\\"" && $2 == "page" {
  ++commands
  name[commands] = $3
  text = $0
  sub(/^[^ ]+ page [^ ]+ [^ ]+ /, "", text)
  about[commands] = text
  next
}
section == "COMMANDS" {
  if ($0 ~ /^\.Sh / || !commands) next
  if (!(commands in begun)) { begun[commands]; next }  # its .It
  body[commands] = body[commands] $0 "\n"
  next
}

{ order[++sections_seen] = $0; in_section[sections_seen] = section }

END {
  if (!commands) { print "split.awk: no commands" > "/dev/stderr"; exit 1 }
  sub(/\.El\n$/, "", body[commands])  # the end of the list of commands

  for (i = 1; i <= commands; ++i) {
    start(name[i], 1, about[i])
    print ".Sh SYNOPSIS" > page
    command = substr(name[i], 10)
    for (u = 1; u <= usages; ++u) {
      plain = command_of[u]
      gsub(/ /, "-", plain)
      if (plain == command) printf ".Nm hardfail\n%s", usage[u] > page
    }
    print ".Sh DESCRIPTION" > page
    count = split(body[i], lines, "\n")
    for (l = 1; l < count; ++l) put(lines[l])
    print ".Pp\nOptions of every command, those by which domains are judged, classes, verdicts\nand exit statuses:\n.Xr hardfail 1 ." > page
    finish(".Xr hardfail 1 ,\n" named_in(body[i], name[i]) ".Xr hardfail-files 5 ,\n.Xr hardfail.conf 5")
  }

  start("hardfail.conf", 5, "configuration of hardfail")
  print ".Sh DESCRIPTION" > page
  for (i = 1; i <= sections_seen; ++i)
    if (in_section[i] == "CONFIGURATION" && order[i] !~ /^\.Sh /) put(order[i])
  print ".Sh FILES\n.Bl -tag -width Ds\n.It Pa $XDG_CONFIG_HOME/hardfail/hardfail.conf , Pa /etc/hardfail/hardfail.conf\nThe first one that exists is read.\n.El" > page
  finish(".Xr hardfail 1 ,\n.Xr hardfail-run 1")

  start("hardfail-files", 5, "files and formats of hardfail")
  print ".Sh DESCRIPTION\nWhat\n.Xr hardfail 1\nreads and writes, and the formats of its answers." > page
  for (i = 1; i <= sections_seen; ++i)
    if (in_section[i] in section_of_files) put(order[i])
  finish(".Xr hardfail 1 ,\n.Xr hardfail.conf 5")

  page = out "/hardfail.1"
  printf ".Dd %s\n", date > page
  for (i = 1; i <= sections_seen; ++i) {
    if (in_section[i] in section_of_files || in_section[i] == "CONFIGURATION") continue
    if (order[i] ~ /^\.Sh DESCRIPTION/) {
      print ".Sh SYNOPSIS\n.Nm\n.Op Ar option ...\n.Ar command\n.Op Ar argument ..." > page
    }
    if (order[i] ~ /^\.Sh OPTIONS/) {
      print ".Sh COMMANDS\nEach has a page of its own.\n.Bl -tag -width Ds" > page
      for (c = 1; c <= commands; ++c) printf ".It Xr %s 1\n%s\n", name[c], about[c] > page
      print ".El" > page
    }
    if (order[i] ~ /^\.Sh STANDARDS/) print ".Sh SEE ALSO\n.Xr hardfail-files 5 ,\n.Xr hardfail.conf 5" > page
    if (order[i] ~ /^\.Sx /) print refer(order[i]) > page
    else print order[i] > page
  }
}
