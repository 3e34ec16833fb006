package sshapp

// LimitTable returns all limits, in the order in which a client meets them. The README's table is made of it.
func LimitTable() []Limit {
	var rows []Limit
	for _, group := range [][]Limit{gateLimits(), connectionLimits(), sessionLimits(), inputLimits(), sizes(), fileLimits(), logLimits()} {
		rows = append(rows, group...)
	}
	return rows
}

// gateLimits bound what the gate admits. A source is an IPv4 address or an IPv6 /64.
func gateLimits() []Limit {
	return []Limit{
		{
			"proxy_time", inSeconds, 5, 0, 0, "from the connection of a trusted proxy to the end of its PROXY header",
			"proxies send it at once", func(l *Limits) any { return &l.ProxyTime },
		},
		{
			"handshake_time", inSeconds, 20, 2, 5 * minute, "from the connection to the end of authentication",
			"slow links manage; a silent connection costs little for so long", func(l *Limits) any { return &l.HandshakeTime },
		},
		{
			"unauthenticated", things, 256, 8, 65536, "connections that have not authenticated yet, of all sources",
			"up to 256 KiB each: the library believes the length that a packet announces", func(l *Limits) any { return &l.Unauthenticated },
		},
		{
			"connections", things, 512, 8, 65536, "connections in all",
			"about 35 KB each, and up to 256 KiB, as above", func(l *Limits) any { return &l.Connections },
		},
		{
			"source_unauthenticated", things, 10, 1, 65536, "unauthenticated connections of one source",
			"a person opens one; a script some", func(l *Limits) any { return &l.SourceUnauth },
		},
		{
			"source_connections", things, 32, 1, 65536, "connections of one source",
			"an office behind one address", func(l *Limits) any { return &l.SourceConns },
		},
		{
			"source_rate", aSecond, 4, 1, 1000, "new connections a second of one source",
			"a handshake costs 0.3 ms of CPU: one source cannot take a core", func(l *Limits) any { return &l.SourceRate },
		},
		{
			"source_burst", things, 24, 1, 65536, "new connections of one source at once, before source_rate counts",
			"scripts that read several posts in a row", func(l *Limits) any { return &l.SourceBurst },
		},
		{
			"remembered_sources", things, maxSources, 0, 0, "sources whose rates are remembered",
			"about 250 bytes each; those that have rested are forgotten first", nil,
		},
	}
}

// connectionLimits bound what one connection does, and for how long.
func connectionLimits() []Limit {
	return []Limit{
		{
			"inbound_rate", bytesASecond, 16 << 10, 1 << 10, 16 << 20, "what one connection may send a second",
			"typing needs 10 bytes a second", func(l *Limits) any { return &l.InboundRate },
		},
		{
			"inbound_burst", inBytes, 128 << 10, 0, 0, "what one connection may send before inbound_rate counts",
			"handshake, environment, a pasted page", func(l *Limits) any { return &l.InboundBurst },
		},
		{
			"stalled_write", inSeconds, 20, 0, 0, "a client that does not take what it asked for is gone after this",
			"the kernel and SSH windows hold megabytes before a write stalls", func(l *Limits) any { return &l.StalledWrite },
		},
		{
			"small_rate", aSecond, 400, 0, 0, "packets below 1 KiB that one connection is sent a second",
			"four readers take 240 frames; clients choose how small packets are, and each costs as much as a large one", func(l *Limits) any { return &l.SmallRate },
		},
		{
			"small_burst", things, 2000, 0, 0, "such packets at once, before small_rate counts",
			"answers to a client that looks at many files", func(l *Limits) any { return &l.SmallBurst },
		},
		{
			"unused_time", inSeconds, 60, 0, 0, "a connection without a running session ends after this",
			"ControlPersist may keep a connection for the next command", func(l *Limits) any { return &l.UnusedTime },
		},
		{
			"vanished_time", inSeconds, vanishedTime.Seconds(), 0, 0, "a client of which the kernel hears nothing for so long is gone (Linux)",
			"a train passes a tunnel", nil,
		},
		{
			"probe_after", inSeconds, probeAfter.Seconds(), 0, 0, "after so long without a packet the kernel asks whether the client's machine is there",
			"also keeps the entries of NAT routers alive; costs nothing here", nil,
		},
		{
			"keepalive_every", inSeconds, 2 * minute, 0, 0, "how often a client is asked itself whether it is there",
			"wakes the session up; the kernel watches its machine", func(l *Limits) any { return &l.KeepaliveEvery },
		},
		{
			"proxied_keepalive_every", inSeconds, 30, 0, 0, "the same where the kernel cannot watch: behind a proxy, or not on Linux",
			"also keeps proxies from taking the connection for idle", func(l *Limits) any { return &l.ProxiedEvery },
		},
		{
			"keepalive_time", inSeconds, 60, 0, 0, "a client that does not answer is gone after this",
			"as vanished_time", func(l *Limits) any { return &l.KeepaliveTime },
		},
		{
			"read_buffer", inBytes, readBuffer, 0, 0, "what the kernel holds of what a client sends",
			"what is metered late is noticed late: a hang-up too", nil,
		},
	}
}

// sessionLimits bound how many read, and for how long.
func sessionLimits() []Limit {
	return []Limit{
		{
			"sessions", things, 300, 1, 65536, "sessions in all",
			"readers at the same moment", func(l *Limits) any { return &l.Sessions },
		},
		{
			"source_sessions", things, 16, 1, 65536, "sessions of one source",
			"an office behind one address; 19 such sources fill the server", func(l *Limits) any { return &l.SourceSessions },
		},
		{
			"connection_sessions", things, 4, 0, 0, "session channels open at once on one connection",
			"multiplexed terminals of one person", func(l *Limits) any { return &l.ConnSessions },
		},
		{
			"session_rate", aSecond, 4, 1, 1000, "new sessions a second of one source",
			"scripts that run a command for each post", func(l *Limits) any { return &l.SessionRate },
		},
		{
			"session_burst", things, 24, 1, 65536, "new sessions of one source at once, before session_rate counts",
			"as source_burst", func(l *Limits) any { return &l.SessionBurst },
		},
		{
			"start_time", inSeconds, 10, 0, 0, "from the opening of a session's channel to what it asks for",
			"what an unused channel is sent is kept in memory", func(l *Limits) any { return &l.StartTime },
		},
		{
			"command_time", inSeconds, hour, minute, 24 * hour, "a session without a terminal ends after this",
			"the whole blog with its pictures on a slow link; who stalls ends sooner", func(l *Limits) any { return &l.CommandTime },
		},
		{
			"no_key_time", inSeconds, 45 * minute, minute, 24 * hour, "a session without a key ends after this",
			"a long article on a tall screen", func(l *Limits) any { return &l.NoKeyTime },
		},
		{
			"session_time", inSeconds, 12 * hour, minute, 7 * 24 * hour, "every session ends after this",
			"left open over the day", func(l *Limits) any { return &l.SessionTime },
		},
		{
			"arrival_time", inSeconds, 2, 0, 0, "when the server stops, a client that is still shaking hands has this long from its connection to its session",
			"ten round trips on a slow link", func(l *Limits) any { return &l.ArrivalTime },
		},
		{
			"goodbye_time", inSeconds, 5, 0, 0, "sessions have this long to end when the server stops",
			"two round trips on a bad link", func(l *Limits) any { return &l.GoodbyeTime },
		},
	}
}

// inputLimits bound what a session takes in.
func inputLimits() []Limit {
	return []Limit{
		{
			"key_rate", aSecond, 50, 0, 0, "keys a second of one session that count; more are dropped",
			"key repeat sends 30; what comes faster is no person", func(l *Limits) any { return &l.KeyRate },
		},
		{
			"key_burst", things, 256, 0, 0, "keys of one session at once, before key_rate counts",
			"a line that Emacs sends at once", func(l *Limits) any { return &l.KeyBurst },
		},
		{
			"resize_every", inSeconds, 0.1, 0, 0, "a session is told of a new window size at most this often",
			"each size is another layout and a whole screen", func(l *Limits) any { return &l.ResizeEvery },
		},
		{
			"source_share", inSeconds, shareRate / 1e6, 0, 0, "what the full-screen sessions of one source compute each second, together",
			"a reader who holds a key takes 0.015 s; who wants more waits, and nobody else does", nil,
		},
		{
			"environment", things, 16, 0, 0, "environment variables that a session may set",
			"OpenSSH sends LANG, LC_* and what SendEnv names", func(l *Limits) any { return &l.EnvironmentEntries },
		},
		{
			"variable", inBytes, maxEnvBytes, 0, 0, "a variable's name and value",
			"names of locales and terminals are short", nil,
		},
		{
			"terminal_name", inBytes, maxTermName, 0, 0, "TERM",
			"names in terminfo are shorter", nil,
		},
		{
			"command", inBytes, maxCommand, 0, 0, "the command of a session",
			"a command with a quoted search is a line", nil,
		},
		{
			"sequence", inBytes, maxSequence, 0, 0, "an escape sequence that a terminal types",
			"keys have up to some twenty", nil,
		},
		{
			"reply", inBytes, maxReply, 0, 0, "a terminal's reply (OSC, DCS)",
			"colours and names take a few dozen", nil,
		},
	}
}

// sizes bound what is drawn.
func sizes() []Limit {
	return []Limit{
		{
			"columns", inCells, maxColumns, 0, 0, "width of a window; wider ones are drawn at this width",
			"a line of text needs a third of it", nil,
		},
		{
			"rows", inCells, maxRows, 0, 0, "height of a window; the same",
			"a small type on a tall screen", nil,
		},
	}
}

// fileLimits bound what is fetched.
func fileLimits() []Limit {
	return []Limit{
		{
			"sftp_packet", inBytes, maxSFTPPacket, 0, 0, "a request of sftp",
			"the largest is a write, which is refused", nil,
		},
		{
			"sftp_read", inBytes, maxSFTPRead, 0, 0, "the answer to one read",
			"what OpenSSH asks for at once", nil,
		},
		{
			"sftp_handles", things, maxHandles, 0, 0, "files and folders that one session has open",
			"clients open one after the other", nil,
		},
		{
			"sftp_listed", things, maxListed, 0, 0, "files that are told at once",
			"a packet of some 10 KB", nil,
		},
		{
			"output_buffer", inBytes, outputBuffer, 0, 0, "what a command writes at once",
			"one SSH packet", nil,
		},
		{
			"feed_posts", things, feedPosts, 0, 0, "posts of a feed",
			"newsreaders keep what they have seen", nil,
		},
		{
			"feed_bytes", inBytes, feedBytes, 0, 0, "HTML in a feed, beyond which no further post is taken",
			"newsreaders fetch it each time", nil,
		},
	}
}

// logLimits bound what clients can write into the log.
func logLimits() []Limit {
	return []Limit{
		{
			"log_burst", things, linesBurst, 0, 0, "lines of one message at once, in the log",
			"a popular blog stops", nil,
		},
		{
			"log_rate", aSecond, linesRate, 0, 0, "lines of one message a second after these; the others are counted",
			"some 25 MB a day of connections at most", nil,
		},
	}
}

// Sizes that no deployment has a reason to change. Their rows are above; stdColumns and stdRows stand in for a client
// that says 0.
const (
	maxColumns  = 500
	maxRows     = 200
	stdColumns  = 80
	stdRows     = 24
	maxCommand  = 4 << 10
	maxEnvBytes = 256
	maxTermName = 64
	readBuffer  = 32 << 10
	maxSources  = 65536
	maxSequence = 256
	maxReply    = 1 << 10

	outputBuffer  = 32 << 10
	maxSFTPPacket = 64 << 10
	maxSFTPRead   = 32 << 10
	maxHandles    = 16
	maxListed     = 100

	feedPosts = 100
	feedBytes = 8 << 20
)
