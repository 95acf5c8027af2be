// Package office shows figures to staff: the explorer of one indicator by up to two dimensions, and fact sheets from the
// first look to the published page. Published sheets are for everybody.
//
// Every table shows what is valid and what is missing; every figure stands with its unit, its definition, its period and
// its cut-off. One sees what one's right figures.read reaches. The address is the question: whoever opens it again asks
// the same.
package office
