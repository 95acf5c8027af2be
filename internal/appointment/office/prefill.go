package office

import (
	"context"
	"net/http"
	"net/url"

	"openiq/internal/appointment"
	"openiq/internal/platform/errs"
)

// requestField is the hidden field by which the form of a new case says from which request it came.
const requestField = "request"

// Prefill begins the form of a new case with what a request says, for those who may answer it: /cases/new?request=ID.
func Prefill(service *appointment.Service) func(r *http.Request) (url.Values, error) {
	return func(r *http.Request) (url.Values, error) {
		id := r.URL.Query().Get(requestField)
		if id == "" {
			return nil, nil
		}
		found, err := service.Get(r.Context(), id)
		if kind := errs.KindOf(err); err != nil && (kind == errs.NotFound || kind == errs.Forbidden) {
			return nil, nil
		}
		if err != nil || found.Details == nil {
			return nil, err
		}
		values := url.Values{}
		for name, value := range map[string]string{requestField: id, "site_id": found.Site, "given_name": found.Details.Name, "phone": found.Details.Phone,
			"email": found.Details.Email, "languages": found.Language} {
			if value != "" {
				values.Set(name, value)
			}
		}
		return values, nil
	}
}

// Opened notes that a case was opened from the request that its form names.
func Opened(service *appointment.Service) func(ctx context.Context, form url.Values) error {
	return func(ctx context.Context, form url.Values) error {
		id := form.Get(requestField)
		if id == "" {
			return nil
		}
		err := service.Opened(ctx, id)
		if errs.KindOf(err) == errs.NotFound { // somebody changed the field, or the request is gone: the case stands
			return nil
		}
		return err
	}
}
