// Package mail sends mails that belong to a change: a letter is put into an outbox within the change's transaction, and a
// job sends it afterwards. So no mail tells of a change that did not happen, and none is lost when the mail server is away.
//
//   - Address and text lie sealed in the database and are deleted once the mail is sent, or is of no use any more.
//   - Any number of instances may run the job side by side: a mail is claimed before it is sent. One that dies between
//     sending and deleting lets the mail be sent twice, with the same message id.
//   - Senders are chosen by the environment, see [FromEnv]. Without one mails wait until they expire.
package mail
