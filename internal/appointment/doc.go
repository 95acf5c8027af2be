// Package appointment lets people ask a counselling centre for an appointment, and the centre answer.
//
//   - Who asks, how to reach them and what they wish lies sealed in the request and is read by the centre only. It is gone
//     when the request is withdrawn, when a case is opened from it, 90 days after the appointment, half a year after it
//     was asked for and not answered, and a day after it was asked for and not confirmed.
//   - A request counts once it is confirmed: by the link or the code of a mail (double opt-in), or, where there is only a
//     telephone number, by a second step; the centre then sees that the number is not verified.
//   - The link with which a person sees, changes and withdraws a request is computed from its id with the master key. The
//     database holds the link's keyed hash only.
//   - Nobody learns from an answer whether somebody else asked before: the pages are the same.
//   - A slot that a centre offers is had by one request at most: taking it is one conditional update. A request that is
//     not confirmed holds it for half an hour.
//   - The waiting time that is shown is the median of what people really waited; it is unknown where too few asked.
package appointment
