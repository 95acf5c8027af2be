package account

// Cheapen lets tests hash passwords with little memory; what is tested does not depend on it.
func (s *Service) Cheapen() *Service {
	s.hasher = newHasher(cost{memory: 64, passes: 1, threads: 1})
	return s
}
