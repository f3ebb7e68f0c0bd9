package main

import (
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

const trace = `config/initializers/payments.rb:7:in 'Hash#fetch': key not found: "PAYMENTS_URL" (KeyError)
	from config/initializers/payments.rb:7:in '<main>'
	from lib/boot.rb:31:in 'Kernel#require'
	from lib/boot.rb:31:in 'Boot.run'
	from bin/server:4:in '<main>'
`

// keepFaultsTo takes all settings away on every host but APP_FAULTS_ON.
func keepFaultsTo(host string) {
	if host == "" || host == os.Getenv("KAMAL_HOST") {
		return
	}
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "APP_") && name != "APP_VERSION" {
			os.Unsetenv(name)
		}
	}
}

func printText(message string) {
	if message != "" {
		fmt.Println(strings.ReplaceAll(message, `\n`, "\n"))
	}
}

func requireEnv() {
	for _, name := range strings.FieldsFunc(os.Getenv("APP_REQUIRE_ENV"), isComma) {
		if os.Getenv(name) == "" {
			fail("missing environment variable: " + name)
		}
	}
}

func isComma(r rune) bool { return r == ',' || r == ' ' }

func requireHost() {
	if host := os.Getenv("APP_REQUIRE_HOST"); host != "" {
		if _, err := net.LookupHost(host); err != nil {
			fail("cannot reach the database: " + err.Error())
		}
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}

func crashOnDemand() {
	if os.Getenv("APP_CRASH") == "" {
		return
	}
	code, after := number("APP_CRASH", 1), millis("APP_CRASH_AFTER_MS")
	if after == 0 {
		crash(code)
	}
	time.AfterFunc(after, func() { crash(code) })
}

func crash(code int) {
	fmt.Fprint(os.Stderr, trace)
	os.Exit(code)
}

// eatMemory touches every page, since untouched memory does not count against a limit.
func eatMemory() {
	const chunk, page = 4 << 20, 4096
	var eaten [][]byte
	for {
		memory := make([]byte, chunk)
		for i := 0; i < chunk; i += page {
			memory[i] = 1
		}
		eaten = append(eaten, memory)
		time.Sleep(5 * time.Millisecond)
	}
}
