package render

import "testing"

// Links were written for the ids that the blog's generator makes.
func TestAnchorsOfOtherGenerators(t *testing.T) {
	d := parsed("# What's next?\n\n## The `-Z check_cfg` option\n\n## `MaybeUninit<T>` and TOML 1.1\n\n## :crab: Rust\n\n## Ünïcode über alles\n\n" +
		"## Die Größe\n\n## が\n\n## か\n\n## ガ\n\n## Again\n\n## Again\n\n## a-gain\n\n## ...\n")
	p := Layout(d, Setup{Width: 60, Theme: Plain})
	line := map[string]int{}
	for _, h := range p.Headings() {
		line[h.ID] = h.Line
	}
	for id, want := range map[string]string{
		"whats-next": "whats-next", "what-s-next": "whats-next", "What's-next?": "whats-next", "What’s next": "whats-next",
		"the-z-check-cfg-option": "the--z-check_cfg-option", "zcheck-cfg": "",
		"maybeuninit-t-and-toml-1-1": "maybeuninitt-and-toml-11", "maybeuninitt-and-toml-1.1": "maybeuninitt-and-toml-11",
		"crab-rust": "-rust", "-rust": "-rust", "rust": "-rust",
		"ÜNÏCODE-ÜBER-ALLES": "ünïcode-über-alles", "unicode-uber-alles": "ünïcode-über-alles", "unicode-uber-alle": "",
		"die-grosse": "die-größe", "か": "か", "カ": "",
		"again": "again", "again-1": "again-1", "again1": "again-1", "a-gain": "a-gain", "A-Gain": "again",
		"": "", "-": "", "…": "", "next": "",
	} {
		got, ok := p.Anchor(id)
		if ok != (want != "") || ok && got != line[want] {
			t.Errorf("%q leads to line %d, %v; want that of %q, %d", id, got, ok, want, line[want])
		}
	}
}
