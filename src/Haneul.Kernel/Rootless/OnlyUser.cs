namespace Haneul.Kernel;

/// <summary>
/// Hosts of a user who may hand out one number only: root inside and the user that people log in as are the same to the kernel. A login is in one more user namespace, which shows that number as the user's; root cannot be reached from there, so sudo does not work.
/// </summary>
internal static class OnlyUser
{
    /// <summary>
    /// As the ordinary one, but the server is the user: without root's number it neither confines itself to a user of its own nor asks PAM, and lets in nobody else (sshd(8)). Who logs in is who has the home.
    /// </summary>
    public const string Sshd = """
        sshd=$(command -v sshd) || { echo 'ssh: there is no sshd in this root' >&2; exit 1; }
        for home in /home/*; do [ -d "$home/.ssh" ] && user=${home##*/}; done
        [ -n "$user" ] || { echo 'ssh: nobody has a key here' >&2; exit 1; }
        key=/etc/ssh/ssh_host_ed25519_key
        if [ ! -s "$key" ]; then
            new=/etc/ssh/.new.$$
            ssh-keygen -q -t ed25519 -N '' -C "$user@$(cat /etc/hostname)" -f "$new" </dev/null >&2 || exit 1
            if ln "$new" "$key" 2>/dev/null; then mv "$new.pub" "$key.pub"; fi
            rm -f "$new" "$new.pub"
        fi
        exec unshare --user --map-user="$(id -u "$user")" --map-group="$(id -g "$user")" -- "$sshd" -i -E /var/log/secure -o UsePAM=no
        """;

    private const string Enter = """
        user=$1; shift
        export LANG=C.UTF-8 USER="$user" LOGNAME="$user" HOME="$(getent passwd "$user" | cut -d: -f6)" SHELL="$(getent passwd "$user" | cut -d: -f7)"
        [ -n "$HOME" ] && cd "$HOME" || { echo "there is no user $user" >&2; exit 1; }
        [ $# -gt 0 ] || set -- "$SHELL" -l
        exec unshare --user --map-user="$(id -u "$user")" --map-group="$(id -g "$user")" -- "$@"
        """;

    /// <summary>Runs a command, or a login shell, as the user.</summary>
    public static IReadOnlyList<string> Login(string user, IReadOnlyList<string> command) => ["/bin/sh", "-c", Enter, "sh", user, .. command];

    /// <summary>The list of groups in which terminals are of the user's group: sshd would give them to the group tty, which has no number there.</summary>
    public static string Groups(string groups, uint group) =>
        string.Join('\n', groups.Split('\n').Select(line => line.StartsWith("tty:", StringComparison.Ordinal) ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"tty:x:{group}:") : line));
}
