// Package portal shows the counselling centres to the public: a search by place, a page for each centre, and its mobile dates
// for calendars.
package portal
