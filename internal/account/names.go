package account

import "context"

// Names are what accounts are called, their e-mail addresses, by id: for the history of a record that the caller may read.
// What is no account, as the machine itself, is left out.
func (s *Service) Names(ctx context.Context, ids []string) (map[string]string, error) {
	if _, err := signedIn(ctx); err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, id := range ids {
		found, err := readAccount(ctx, s.db, selectAccount, id)
		if err != nil {
			return nil, err
		}
		if found == nil {
			continue
		}
		if names[id], err = s.openEmail(id, found.emailSealed); err != nil {
			return nil, err
		}
	}
	return names, nil
}
