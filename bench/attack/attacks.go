package main

import (
	"slices"
	"time"
)

// attack is one way to hurt a server that serves anyone.
type attack struct {
	name    string
	finding string        // its number among the findings on servers of this kind: 1 ends them, 2 is left behind, 3 slows others
	what    string        // what the client does
	least   time.Duration // how long it takes to show; 0: as long as any other
	play    func(*attacker)
}

// untilStalled is how long a client has to take nothing until a server may have had enough of it.
const untilStalled = 25 * time.Second

// attacks are all that there are. The first one is the measure for the others.
var attacks = slices.Concat(
	[]attack{{"none", "", "nobody attacks", 0, (*attacker).hold}},
	beforeLogin,
	typedAttacks,
	channelAttacks,
	trafficAttacks,
	commandAttacks,
)

var beforeLogin = []attack{
	{"half-open", "3h", "400 connections of one source say their version, then nothing", 0, halfOpen},
	{"silent", "3h", "5,000 connections from 1,000 sources say nothing", 0, silent},
	{"one-byte", "3h", "connections from 125 sources say one byte, and come again when they are thrown out", 0, oneByte},
	{"half-closed", "", "connections that end their side, before and after the login", 0, halfClosed},
	{"port-scan", "", "connections from 200 sources that end at once", 0, portScan},
	{"garbage", "", "random bytes, with a version before them or without", 0, garbage},
	{"cut-off", "", "connections that end after any number of bytes of the handshake and of what follows", 0, cutOff},
	{"long-packet", "", "300 connections announce a packet of 256 KiB before the login", 0, longPacket},
	{"handshakes", "3g", "handshakes as fast as possible, of one source", 0, handshakesOfOne},
	{"handshakes-many", "3g", "the same from 1,000 sources", 0, handshakesOfMany},
	{"bad-gcm", "1c", "an encrypted packet that is shorter than its padding (CVE-2026-46597)", 0, badGCM},
}

var typedAttacks = []attack{
	{"five-bytes", "1a", "9b 4d 3a 32 5f typed, and the likes of it", 0, fiveBytes},
	{"typed-size", "1f", "reports of a huge window typed, in 8 sessions", 0, typedSize},
	{"quit-keys", "2a", "q, and many keys after it, in one burst; then a hang-up or an orderly end", 0, quitThenKeys},
	{"paste", "1e", "a bracketed paste that never ends, in 8 sessions", 0, endless("\x1b[200~", 'A')},
	{"osc", "3b", "a control string (OSC) that never ends, in 8 sessions", 0, endless("\x1b]", 'A')},
	{"dcs", "3b", "a control string (DCS) full of escapes that never ends, in 8 sessions", 0, endless("\x1bP", 0x1b)},
	{"csi", "3b", "control sequences with too many parameters, in 8 sessions", 0, manyParameters},
	{"keys", "3e", "80 sessions of one source hold a key in a long post, and take what is drawn", 0, keysHeld},
	{"keys-of-many", "3e", "80 sessions of 40 sources type as fast as they can in a long post, and take what is drawn", 0, keysOfMany},
	{"keys-by-byte", "3e", "40 sessions of two sources type as fast as they can, each key a packet", 0, keysByByte},
	{"stalled", "3d", "40 readers of two sources hold a key and take nothing", untilStalled, stalledReaders},
}

var channelAttacks = []attack{
	{"huge-window", "1b", "terminals of 4294967295 by 4294967295 cells, and of other absurd sizes", 0, hugeWindow},
	{"shells", "1d", "5,000 shells on one connection", 0, manyShells},
	{"environment", "1h", "TERM and variables that lead servers to devices and programs", 0, environment},
	{"variables", "3j", "64 MiB of variables", 0, variables},
	{"window-wedge", "2b", "window sizes, no shell, then a hang-up", 0, windowWedge},
	{"window-storm", "3c", "80 sessions of one source resize as fast as they can, in a long post", 0, windowStorm},
	{"stalled-resizing", "3d", "the same as stalled, and each resizes all the time", untilStalled, stalledResizing},
	{"channel-closed", "3a", "20 connections close their channel and stay", 0, channelClosed},
	{"silent-channels", "3i", "channels that ask for nothing and are sent 2 MiB each", 0, silentChannels},
	{"silent-by-byte", "3i", "the same, a byte a packet, on 40 connections of two sources", 0, silentByByte},
	{"churn", "", "sessions opened and closed as fast as possible on 20 connections of one source", 0, churn},
	{"vanished", "3m", "twice as many readers as one source may have, who vanish without a word (as root), or freeze", untilProbed, vanished},
	{"idle", "", "100 connections that log in and then do nothing", 0, idle},
}

var trafficAttacks = []attack{
	{"rekey", "3f", "a key exchange every 256 bytes", 0, rekey},
	{"unfinished-kex", "", "300 sessions of 20 sources ask for the whole blog, and for a key exchange that they do not go on with", untilStalled, unfinishedKex},
	{"forwarding", "", "all kinds of forwarding, agents, X11, tunnels and signals", 0, forwarding},
	{"channels-refused", "3l", "20,000 channels of a kind that there is not", 0, channelsRefused},
	{"global-requests", "3l", "global requests as fast as possible", 0, globalRequests},
	{"bad-requests", "", "requests of channels with random payloads", 0, badRequests},
}

var commandAttacks = []attack{
	{"long-command", "3k", "commands of 255 KiB and of 4 KiB", 0, longCommand},
	{"lists", "", "10,000 times the list, from 40 sources", 0, lists},
	{"searches", "", "searches that find much, from 40 sources", 0, searches},
	{"layouts", "3m", "long posts at ever new widths, from one source", 0, layoutsOfOne},
	{"layouts-many", "3m", "the same from 10 sources", 0, layoutsOfMany},
	{"sftp-handles", "", "thousands of files opened and never closed, in 16 sessions", 0, sftpHandles},
	{"sftp-reads", "", "reads of a large file, none of which is taken, in 16 sessions", untilStalled, sftpReads},
	{"tar-stalled", "", "16 sessions ask for the whole blog and take nothing", untilStalled, tarStalled},
}
