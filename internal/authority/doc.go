// Package authority says who decides about the recognition of a foreign qualification: by the German reference occupation,
// the Land of the future work and, where the law distinguishes, whether the qualification was gained in the EU.
//
// Authorities and rules ship with the program (data/*.csv) and are written from law and public pages; each row names its
// source and the day on which it was last compared with it. What the office changes is stored beside them and counts before
// them. The chambers' competence and its bundling follow § 8 BQFG; health, teaching, early education and social work follow
// the law of the Laender. A rule that is not certain says so, and the answer then points to the official portal.
package authority
