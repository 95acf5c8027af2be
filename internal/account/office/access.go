package office

import (
	"net/http"

	"openiq/internal/platform/web"
)

func (o *Office) matrix(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, matrixView(web.Page(r, web.P(r).T("account.matrix.title"))))
}
