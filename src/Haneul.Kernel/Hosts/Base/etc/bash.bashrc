[ -n "$PS1" ] || return 0
PS1='[\u@\h \W]\$ '
