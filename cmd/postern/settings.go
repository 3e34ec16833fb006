package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"postern/sshapp"
)

// shape says how the values of a setting are written.
type shape int

const (
	text   shape = iota
	number       // a whole number
	yesNo        // true or false; the flag alone is true
	list         // texts: a repeated flag, a variable split at commas, an array
	folder       // a text that is a path: of the working directory, or in the file of the blog's folder
)

// where says in which places a setting is read.
type where int

const (
	argument    where = iota // the command's argument, and the environment
	anywhere                 // a flag, the environment and postern.toml
	environment              // what nobody else on the machine may see
	fileOnly                 // what describes the blog, not the server
)

// setting is one row of the table that flags, environment, postern.toml, help and the README follow.
type setting struct {
	name  string // as in postern.toml, with its table before a dot
	where where
	shape shape
	arg   string // what stands for a value in the help; alternatives with bars between them
	def   string // as it is documented and, unless it is in parentheses, set
	help  string
	set   func(c *config, values []string) error // values are never empty
}

func (s setting) flag() string { return strings.NewReplacer("_", "-", ".", "-").Replace(s.name) }

func (s setting) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(s.name, ".", "_"))
}

const envPrefix = "POSTERN_"

// What may be chosen.
const (
	logFormats   = "auto|text|json"
	logAddresses = string(sshapp.WholeAddress + "|" + sshapp.NetworkAddress + "|" + sshapp.NoAddress)
)

// settings returns all rows. A later place wins over an earlier one: the default, postern.toml, the environment,
// the flag.
func settings() []setting {
	return slices.Concat(serverSettings(), keySettings(), hostSettings(), blogSettings(), limitSettings())
}

func serverSettings() []setting {
	return []setting{
		{
			"dir", argument, folder, "DIR", ".", "the folder of the blog",
			func(c *config, v []string) error { return one(&c.dir, v) },
		},
		{
			"listen", anywhere, list, "ADDR", ":2222", "address to listen on, HOST:PORT or :PORT; may be repeated",
			func(c *config, v []string) (err error) { c.listen, err = addresses(v); return err },
		},
		{
			"public_host", anywhere, text, "NAME", "(the address they came by)", "host in the commands that readers are shown",
			func(c *config, v []string) (err error) { c.publicHost, err = hostName(v[0]); return err },
		},
		{
			"public_port", anywhere, number, "N", "(the port they came by)", "port in the commands that readers are shown",
			func(c *config, v []string) (err error) { c.publicPort, err = portNumber(v[0]); return err },
		},
		{
			"content", anywhere, text, "DIR", "(found)", "folder of the posts, below the blog's folder",
			func(c *config, v []string) (err error) { c.content, err = inside(v[0]); return err },
		},
		{
			"log_format", anywhere, text, logFormats, "auto", "how to log; auto is text on a terminal and json elsewhere",
			func(c *config, v []string) (err error) { c.logFormat, err = oneOf(v[0], logFormats); return err },
		},
		{
			"log_address", anywhere, text, logAddresses, string(sshapp.NetworkAddress), "how much of readers' addresses to log; a network is their /24 or /48",
			func(c *config, v []string) error {
				form, err := oneOf(v[0], logAddresses)
				c.logAddress = sshapp.AddressForm(form)
				return err
			},
		},
		{
			"metrics.listen", anywhere, text, "ADDR", "(off)", "address of metrics for Prometheus, /livez and /readyz over HTTP, such as 127.0.0.1:9100",
			func(c *config, v []string) error {
				_, err := addresses(v)
				c.metrics = v[0]
				return err
			},
		},
	}
}

// blogSettings describe the blog. What postern.toml leaves out is found as package posts does it.
func blogSettings() []setting {
	return []setting{
		{
			"title", fileOnly, text, "", "(found)", "title of the blog",
			func(c *config, v []string) error { return one(&c.site.Title, v) },
		},
		{
			"description", fileOnly, text, "", "(found)", "one sentence about the blog",
			func(c *config, v []string) error { return one(&c.site.Description, v) },
		},
		{
			"author", fileOnly, text, "", "(found)", "who writes, where a post does not say",
			func(c *config, v []string) error { return one(&c.site.Author.Name, v) },
		},
		{
			"base_url", fileOnly, text, "", "(found)", "address of the same blog on the web",
			func(c *config, v []string) (err error) { c.site.BaseURL, err = webAddress(v[0]); return err },
		},
		{
			"language", fileOnly, text, "", "(found)", "language of the posts, such as en or pt-BR",
			func(c *config, v []string) (err error) { c.site.Lang, err = language(v[0]); return err },
		},
		{
			"timezone", fileOnly, text, "", "(found, else UTC)", "time zone of dates without one, such as Europe/Lisbon",
			func(c *config, v []string) (err error) { c.site.Zone, err = timeZone(v[0]); return err },
		},
		{
			"sort", fileOnly, text, "", "(date)", "order of the list: date or weight",
			func(c *config, v []string) (err error) { c.site.Sort, err = oneOf(v[0], "date|weight"); return err },
		},
		{
			"theme.dark", fileOnly, text, "", "(dark)", "Glamour style for dark backgrounds: a name such as dracula, or a .json file in the blog's folder",
			func(c *config, v []string) (err error) { c.dark, err = styleSheet(c.dir, v[0]); return err },
		},
		{
			"theme.light", fileOnly, text, "", "(light)", "the same for light backgrounds",
			func(c *config, v []string) (err error) { c.light, err = styleSheet(c.dir, v[0]); return err },
		},
	}
}

// flagValue collects what a flag was given; the row's set judges it later, when all places are known.
type flagValue struct {
	arg    string
	values []string
}

func (v *flagValue) String() string     { return "" }
func (v *flagValue) Type() string       { return v.arg }
func (v *flagValue) Set(s string) error { v.values = append(v.values, s); return nil }

// addFlags gives a command the flags of the table, or those of the named settings only.
func addFlags(cmd *cobra.Command, names ...string) {
	flags := cmd.Flags()
	for _, s := range settings() {
		if s.where != anywhere || len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		def := "default " + s.def
		if strings.HasPrefix(s.def, "(") {
			def = strings.Trim(s.def, "()")
		}
		flags.Var(&flagValue{arg: s.arg}, s.flag(), fmt.Sprintf("%s (%s; %s)", s.help, def, s.env()))
		if s.shape == yesNo {
			flags.Lookup(s.flag()).NoOptDefVal = "true"
		}
		if s.arg == "DIR" {
			_ = cmd.MarkFlagDirname(s.flag()) // it has it
		}
		if choices := strings.Split(s.arg, "|"); len(choices) > 1 {
			offer(cmd, s.flag(), choices)
		}
	}
}

// offer lets shells complete a flag that the command has.
func offer(cmd *cobra.Command, flag string, values []string) {
	_ = cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)) // it has it
}
