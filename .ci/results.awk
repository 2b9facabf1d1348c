# Reads the .trx files of `dotnet test`: prints each skipped test with its reason, then the totals as the last line.
# Fails when a test failed or when none ran.
function attribute(text, name,   at) {
  if (!match(text, " " name "=\"[^\"]*\"")) return ""
  at = length(name) + 3
  return substr(text, RSTART + at, RLENGTH - at - 1)
}
function plain(text) {
  gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&#x[AD];/, " ", text); gsub(/&amp;/, "\\&", text)
  return text
}
/<UnitTestResult / {
  name = attribute($0, "testName"); outcome = attribute($0, "outcome"); reason = ""
  if (outcome == "Passed") passed++
  else if (outcome == "NotExecuted") { skipped++; waiting = 1; list[skipped] = name }
  else failed++
}
waiting && match($0, /<(Message|StdOut)>[^<]*/) {
  reason = substr($0, RSTART, RLENGTH); sub(/^<[A-Za-z]*>/, "", reason)
  if (reason !~ /^[ \t]*$/) { reasons[skipped] = reason; waiting = 0 }
}
/<\/UnitTestResult>/ { waiting = 0 }
END {
  for (i = 1; i <= skipped; i++) print "skipped: " plain(list[i]) (i in reasons ? " (" plain(reasons[i]) ")" : "")
  if (passed + failed == 0) print "No test ran."
  printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
  exit failed > 0 || passed + failed == 0
}
