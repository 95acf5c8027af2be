package house

// common is the ground that every room stands on: the structure of the network
// and the staff, whose ids are in all records, and the code lists.
var common = []string{"programme", "account", "codelist"}

// neighbours says which other rooms a domain room may import. A room that
// needs one or two methods of a room that is not listed declares an interface,
// and app plugs the two together.
var neighbours = map[string][]string{
	"codelist":        {},
	"programme":       {},
	"account":         {},
	"person":          {},
	"recognition":     {},
	"occupation":      {},
	"authority":       {"occupation"},
	"postcode":        {},
	"counselling":     {"person", "recognition"},
	"procedure":       {"counselling", "person", "recognition"},
	"measure":         {},
	"training":        {},
	"fairintegration": {},
	"centre":          {},
	"finder":          {"occupation", "authority", "recognition", "postcode", "centre"},
	"appointment":     {"centre"},
	"page":            {},
	"feedback":        {},
	"translation":     {},
	"library":         {},
	"funding":         {},
	"follow":          {},
	"draft":           {},
	"indicator":       {"counselling", "measure", "training", "fairintegration"},
	"exchange":        {"counselling", "procedure", "measure", "training", "fairintegration"},
	"demo":            {"exchange", "person"},
}

// faces are the folders beside a room that make HTML, answers of the API or, in report, files and what the command line prints.
var faces = []string{"office", "portal", "api", "report"}

// hosts are faces with pages to which the faces of other rooms add, as procedures to the page of a case: those may import
// them, where their rooms know each other.
var hosts = []string{"internal/counselling/office"}
