package screen

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// sink takes everything and notes what it is sent.
type sink chan string

func (s sink) Write(p []byte) (int, error) {
	s <- string(p)
	return len(p), nil
}

// questions counts what is to be answered.
func questions(sent string) int { return strings.Count(sent, ansi.RequestPrimaryDeviceAttributes) }

func TestOnlyTheNewestFrameWaitsForTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := make(sink, 1000)
		w := Start(sent, colorprofile.TrueColor, new(Memory), "", nil)
		defer w.Close("")
		if hello := <-sent; questions(hello) != 1 {
			t.Errorf("%q asks nothing", hello)
		}
		w.Answered()
		w.Copy(strings.Repeat("x", MaxCopy)) // which takes a slow link a second
		synctest.Wait()
		if clipboard := <-sent; questions(clipboard) != 1 || len(clipboard) < MaxCopy {
			t.Errorf("%d bytes of clipboard ask nothing", len(clipboard))
		}
		for i := range 100 {
			w.Draw(frame(20, 3, fmt.Sprintf("frame %d", i)))
			synctest.Wait()
		}
		if len(sent) != 0 {
			t.Fatalf("%q was sent behind a clipboard on its way", <-sent)
		}
		w.Answered()
		synctest.Wait()
		if newest := <-sent; !strings.Contains(newest, "frame 99") || len(sent) != 0 {
			t.Errorf("%q was sent in place of the newest frame alone", newest)
		}
	})
}

func TestDrawSendsByItselfWhileTheTerminalKeepsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := make(sink)
		w := Start(sent, colorprofile.TrueColor, new(Memory), "", nil)
		<-sent
		w.Answered()
		drawn := make(chan struct{})
		go func() {
			w.Draw(frame(20, 3, "one"))
			close(drawn)
		}()
		synctest.Wait()
		select {
		case <-drawn:
			t.Error("somebody else was left to send a frame that the terminal does not take yet")
		default:
		}
		w.Draw(frame(20, 3, "two")) // does not wait
		w.Draw(frame(20, 3, "three"))
		if one := <-sent; !strings.Contains(one, "one") {
			t.Errorf("%q was sent first", one)
		}
		<-drawn
		if last := <-sent; !strings.Contains(last, "three") || strings.Contains(last, "two") {
			t.Errorf("%q was sent in place of the newest frame", last)
		}
		go func() { <-sent }()
		w.Close("")
	})
}

func TestAMuteTerminalIsDrawnOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := make(sink, 1000)
		w := Start(sent, colorprofile.TrueColor, new(Memory), "", nil)
		defer w.Close("")
		for i := range 100 {
			w.Draw(frame(100, 20, strings.Repeat(fmt.Sprint(i%10), 100)+strings.Repeat(fmt.Sprintf("\n%d", i), 19)))
			synctest.Wait()
			<-time.After(frameTime)
		}
		<-time.After(firstTime)
		synctest.Wait()
		last := ""
		for len(sent) > 0 {
			last = <-sent
		}
		if !strings.Contains(last, "99") {
			t.Errorf("the last frame never came: %q", last)
		}
		stop := make(chan struct{})
		go func() { w.AwaitAnswers(t.Context(), time.Minute); close(stop) }()
		synctest.Wait()
		select {
		case <-stop:
		default:
			t.Error("a mute terminal is waited for")
		}
	})
}
