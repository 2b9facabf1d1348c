using Haneul.Sockets;
using Xunit;

namespace Haneul.Tests.Sockets;

/// <summary>Lines as strace 6.1 printed them for a program made for it, and what they are read as.</summary>
public sealed class StraceReadingTests
{
    [Fact]
    public void A_server_and_its_client_are_told_with_both_ends_and_an_interrupted_call_when_it_ends() => Assert.Equal(
        [
            "server 7 socket tcp  >  ok",
            "server 7 bind tcp *:8080 http-alt >  ok",
            "server 7 listen tcp *:8080 http-alt >  ok",
            "client 9 connect tcp  > 127.0.0.1:8080 http-alt ok",
            "server 7 accept tcp 127.0.0.1:8080 http-alt > 127.0.0.1:60686 dynamic ok",
            "server 7 shutdown tcp 127.0.0.1:8080 http-alt > 127.0.0.1:60686 dynamic ok",
            "client 9 close tcp 127.0.0.1:60686 dynamic > 127.0.0.1:8080 http-alt ok",
        ],
        Told(
            """
            700<server> 1795257130.925807 socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3<TCP:[9186030]>
            700<server> 1795257130.926697 bind(3<TCP:[9186030]>, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("0.0.0.0")}, 16) = 0
            700<server> 1795257130.927287 listen(3<TCP:[0.0.0.0:8080]>, 128) = 0
            700<server> 1795257130.938905 accept4(3<TCP:[0.0.0.0:8080]>,  <unfinished ...>
            900<client> 1795257131.040083 connect(5<TCP:[9187647]>, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
            700<server> 1795257131.040809 <... accept4 resumed>{sa_family=AF_INET, sin_port=htons(60686), sin_addr=inet_addr("127.0.0.1")}, [16], SOCK_CLOEXEC) = 4<TCP:[127.0.0.1:8080->127.0.0.1:60686]>
            700<server> 1795257131.343606 shutdown(4<TCP:[127.0.0.1:8080->127.0.0.1:60686]>, SHUT_WR) = 0
            900<client> 1795257131.343810 close(5<TCP:[127.0.0.1:60686->127.0.0.1:8080]> <unfinished ...>
            900<client> 1795257131.344829 <... close resumed>) = 0
            """));

    [Fact]
    public void Errors_are_told_in_words() => Assert.Equal(
        [
            "client 9 connect tcp  > 127.0.0.1:9 discard refused",
            "client 9 connect tcp  > 10.9.9.9:22 ssh timed out",
            "client 9 bind tcp 127.0.0.1:8080 http-alt >  in use",
            "client 9 socket tcp  >  no such address family",
            "client 9 shutdown udp  >  not connected",
            "client 9 listen udp *:53 dns >  operation not supported",
        ],
        Told(
            """
            900<client> 1795257131.400902 connect(4<TCP:[9186738]>, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 ECONNREFUSED (Connection refused)
            900<client> 1795257131.400903 connect(4<TCP:[9186738]>, {sa_family=AF_INET, sin_port=htons(22), sin_addr=inet_addr("10.9.9.9")}, 16) = -1 ETIMEDOUT (Connection timed out)
            900<client> 1795257131.403094 bind(5<TCP:[9186739]>, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EADDRINUSE (Address already in use)
            900<client> 1795257131.403996 socket(AF_INET6, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = -1 EAFNOSUPPORT (Address family not supported by protocol)
            900<client> 1795257131.403997 shutdown(6<UDP:[9186743]>, SHUT_RD) = -1 ENOTCONN (Transport endpoint is not connected)
            900<client> 1795257131.403998 listen(6<UDP:[0.0.0.0:53]>, 5)    = -1 EOPNOTSUPP (Operation not supported)
            """));

    [Fact]
    public void IPv6_is_told_in_its_own_way_and_an_IPv4_end_of_such_a_socket_as_IPv4() => Assert.Equal(
        [
            "server 7 bind tcp ::1:0 any >  ok",
            "server 7 listen tcp *:443 https >  ok",
            "server 7 accept tcp ::1:44107 registered > ::1:60188 dynamic ok",
            "server 7 accept tcp 10.0.0.1:443 https > 10.0.0.2:50000 dynamic ok",
            "server 7 connect tcp  > fe80::1:22 ssh host unreachable",
        ],
        Told(
            """
            700<server> 1795257131.404620 bind(4<TCPv6:[9186740]>, {sa_family=AF_INET6, sin6_port=htons(0), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
            700<server> 1795257131.405093 listen(4<TCPv6:[[::]:443]>, 128) = 0
            700<server> 1795257131.406632 accept4(4<TCPv6:[[::1]:44107]>, {sa_family=AF_INET6, sin6_port=htons(60188), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, [28], SOCK_CLOEXEC) = 7<TCPv6:[[::1]:44107->[::1]:60188]>
            700<server> 1795257131.406632 accept(4<TCPv6:[[::]:443]>, NULL, NULL) = 8<TCPv6:[[::ffff:10.0.0.1]:443->[::ffff:10.0.0.2]:50000]>
            700<server> 1795257131.406132 connect(6<TCPv6:[9186741]>, {sa_family=AF_INET6, sin6_port=htons(22), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "fe80::1", &sin6_addr), sin6_scope_id=if_nametoindex("eth0")}, 28) = -1 EHOSTUNREACH (No route to host)
            """));

    [Fact]
    public void A_connect_that_does_not_wait_is_told_when_it_begins_and_when_its_program_learns_how_it_ended() => Assert.Equal(
        [
            "client 9 connect tcp  > 127.0.0.1:9 discard in progress",
            "client 9 connect tcp  > 127.0.0.1:9 discard refused",
            "client 9 close tcp  >  ok",
            "client 9 connect tcp  > 127.0.0.1:8080 http-alt in progress",
            "client 9 connect tcp 127.0.0.1:60698 dynamic > 127.0.0.1:8080 http-alt ok",
        ],
        Told(
            """
            900<client> 1795257131.346033 connect(4<TCP:[9187687]>, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)
            900<client> 1795257131.397090 getsockopt(4<TCP:[9187687]>, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0
            900<client> 1795257131.397794 close(4<TCP:[9187687]>) = 0
            900<client> 1795257131.398880 connect(4<TCP:[9187694]>, {sa_family=AF_INET, sin_port=htons(8080), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)
            900<client> 1795257131.399658 getsockopt(4<TCP:[127.0.0.1:60698->127.0.0.1:8080]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
            900<client> 1795257131.399659 getsockopt(4<TCP:[127.0.0.1:60698->127.0.0.1:8080]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
            """));

    [Fact]
    public void What_is_no_call_of_an_internet_socket_or_has_no_end_is_left_out() => Assert.Empty(Told(
        """
        900<client> 1795257131.408768 socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 4<UNIX-STREAM:[9186744]>
        900<client> 1795257131.409005 connect(4<UNIX-STREAM:[9186744]>, {sa_family=AF_UNIX, sun_path="/nonexist"}, 12) = -1 ENOENT (No such file or directory)
        900<client> 1795257131.409833 close(4<UNIX-STREAM:[9186744]>) = 0
        900<client> 1795257131.410090 close(4</etc/passwd>)             = 0
        900<client> 1795257131.410091 close(4</tmp/\74TCP:[1.1.1.1:1]\76) = 0>) = 0
        900<client> 1795257131.410565 close(4<pipe:[9186746]>) = 0
        900<client> 1795257131.410566 close(99)                         = -1 EBADF (Bad file descriptor)
        900<client> 1795257131.410567 accept4(3<TCP:[0.0.0.0:8080]>, 0x7ffd, [16], SOCK_NONBLOCK) = -1 EAGAIN (Resource temporarily unavailable)
        900<client> 1795257131.410568 accept4(3<TCP:[0.0.0.0:8080]>, 0x7ffd, [16], 0) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)
        900<client> 1795257131.410569 <... accept4 resumed>NULL, NULL) = 4<TCP:[127.0.0.1:8080->127.0.0.1:60686]>
        900<client> 1795257131.410570 getsockopt(4<TCP:[9187687]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0
        900<client> 1795257131.410630 +++ exited with 0 +++
        [ Process PID=900 runs in 32 bit mode. ]
        """));

    [Fact]
    public void Children_have_the_number_that_their_making_tells_threads_that_of_their_process_and_others_are_asked_for() => Assert.Equal(
        [
            "server 7 close tcp *:80 http >  ok",
            "bash 43 close tcp *:80 http >  ok",
            "late  close tcp *:80 http >  ok",
        ],
        Told(
            """
            700<server> 1795257130.928224 clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_SIGHAND|CLONE_THREAD|CLONE_SYSVSEM|CLONE_SETTLS|CLONE_PARENT_SETTID|CLONE_CHILD_CLEARTID, child_tid=0x7f4c32c88990, parent_tid=0x7f4c32c88990, exit_signal=0, stack=0x7f4c32488000, stack_size=0x7fff80, tls=0x7f4c32c886c0} => {parent_tid=[42<server> /* 740 in strace's PID NS */]}, 88) = 42<server> /* 740 in strace's PID NS */
            700<server> 1795257131.410443 vfork( <unfinished ...>
            740<server> 1795257131.410565 close(4<TCP:[0.0.0.0:80]>) = 0
            700<server> 1795257131.412451 <... vfork resumed>) = 43<bash> /* 765 in strace's PID NS */
            765<bash> 1795257131.429432 close(4<TCP:[0.0.0.0:80]>) = 0
            766<late> 1795257131.429433 close(4<TCP:[0.0.0.0:80]>) = 0
            """));

    [Fact]
    public void A_process_that_was_known_before_it_was_traced_is_not_asked_for()
    {
        var reading = new StraceReading(task => throw new InvalidOperationException($"{task} was asked for"));
        reading.Know(700, 12);
        Assert.Equal(12, reading.Read("700<bash> 1795257131.399658 listen(3<TCP:[0.0.0.0:8080]>, 128) = 0")?.Pid);
    }

    [Fact]
    public void The_time_is_the_calls_to_the_microsecond() => Assert.Equal(
        new DateTimeOffset(2026, 11, 21, 10, 32, 11, TimeSpan.Zero).AddMicroseconds(399658),
        new StraceReading(_ => 7).Read("700<server> 1795257131.399658 listen(3<TCP:[0.0.0.0:8080]>, 128) = 0")?.Time);

    private static List<string> Told(string lines)
    {
        var reading = new StraceReading(task => task switch { 700 => 7, 900 => 9, _ => null });
        return
        [
            .. lines.ReplaceLineEndings("\n").Split('\n').Select(reading.Read).OfType<SocketCall>()
                .Select(c => $"{c.Process} {c.Pid} {c.Call} {c.Protocol} {End(c.Local, c.LocalPort, c.LocalName)} > {End(c.Peer, c.PeerPort, c.PeerName)} {c.Result}"),
        ];
    }

    private static string End(string? address, int? port, string? name) => address is null ? "" : $"{address}:{port} {name}";
}
