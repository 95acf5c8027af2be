// Package openapi is the ground of the interface for other programs: what every operation under /api/v1 has in common.
//
// A face registers operations with Get; their description in OpenAPI 3.1 follows from the types of their input and answer.
// Errors become problem documents (RFC 9457). Answers carry an ETag and may be kept by caches, pages of other sites may read
// them, and whoever asks too often is told when to come back.
package openapi
