"""Keep me posted: form, services, views; may use mail and below, never applications."""
