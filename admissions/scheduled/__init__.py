"""What the timers run: news, reminders, retention; may use applications, interest and below."""
