package main

import (
	"log"
	"os"
	"strconv"
	"time"
)

// text is a setting, or its default where it is absent or empty.
func text(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

func number(name string, otherwise int) int {
	value := os.Getenv(name)
	if value == "" {
		return otherwise
	}
	n, err := strconv.Atoi(value)
	if err != nil {
		log.Fatalf("%s must be a whole number, not %q", name, value)
	}
	return n
}

func millis(name string) time.Duration {
	return time.Duration(number(name, 0)) * time.Millisecond
}

func version() string { return text("APP_VERSION", "unknown") }
