package browser

import (
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
)

// What Chromium's tools call a slow line of the third generation, on a phone that reckons a quarter as fast as this machine.
const (
	slowBytes   = 400_000 / 8 // a second, both ways
	slowLatency = 400         // milliseconds before an answer begins
	slowPhone   = 4
)

// slow puts the tab on a slow phone.
func (p *Page) slow() {
	line := []*network.Conditions{{Latency: slowLatency, DownloadThroughput: slowBytes, UploadThroughput: slowBytes}}
	call(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: line})
	call(p, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: slowPhone})
}

// Offline cuts the tab off from the network, or connects it again. The page is
// told, as by a computer that loses its line.
func (p *Page) Offline(off bool) {
	p.t.Helper()
	call(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		MatchedNetworkConditions: []*network.Conditions{{Offline: off, DownloadThroughput: -1, UploadThroughput: -1}},
	})
	call(p, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: off, DownloadThroughput: -1, UploadThroughput: -1})
}
