package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

var (
	started  = time.Now()
	requests atomic.Int64
	broken   atomic.Bool
)

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", home)
	mux.HandleFunc("/up", up)
	mux.HandleFunc("/login", login)
	mux.HandleFunc("/slow", slow)
	mux.HandleFunc("/count", count)
	mux.HandleFunc("/socket", webSocket)
	mux.HandleFunc("/env", env)
	mux.HandleFunc("/break", func(w http.ResponseWriter, _ *http.Request) { broken.Store(true) })
	mux.HandleFunc("/mend", func(w http.ResponseWriter, _ *http.Request) { broken.Store(false) })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-App-Version", version())
		if r.URL.Path != "/up" && r.URL.Path != "/count" {
			requests.Add(1)
		}
		mux.ServeHTTP(w, r)
	})
}

func home(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		page(w, http.StatusNotFound)
		return
	}
	time.Sleep(millis("APP_DELAY_MS"))
	if percent := int64(number("APP_ERROR_PERCENT", 0)); requests.Load()*percent%100 < percent {
		page(w, http.StatusInternalServerError)
		return
	}
	hostname, _ := os.Hostname()
	answer(w, map[string]any{"version": version(), "hostname": hostname, "count": requests.Load()})
}

// up is the health page: 200, unless APP_UP_STATUS, APP_UP_FAIL_AFTER_MS or /break want a fault.
func up(w http.ResponseWriter, _ *http.Request) {
	healthy := os.Getenv("APP_UP_STATUS") == ""
	if after := os.Getenv("APP_UP_FAIL_AFTER_MS"); after != "" {
		healthy = time.Since(started) < millis("APP_UP_FAIL_AFTER_MS")
	}
	if healthy && !broken.Load() {
		fmt.Fprintf(w, "ok %s\n", version())
		return
	}
	page(w, number("APP_UP_STATUS", http.StatusInternalServerError))
}

func login(w http.ResponseWriter, _ *http.Request) {
	page(w, number("APP_LOGIN_STATUS", http.StatusOK))
}

func page(w http.ResponseWriter, status int) {
	if status >= 300 && status < 400 {
		w.Header().Set("Location", "/login")
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, "<h1>%d %s</h1>\n", status, http.StatusText(status))
}

func slow(w http.ResponseWriter, r *http.Request) {
	ms, _ := strconv.Atoi(r.URL.Query().Get("ms"))
	time.Sleep(time.Duration(ms) * time.Millisecond)
	fmt.Fprintf(w, "slept %d ms in %s\n", ms, version())
}

func count(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"count": requests.Load()})
}

func env(w http.ResponseWriter, r *http.Request) {
	if value, set := os.LookupEnv(r.URL.Query().Get("name")); set {
		fmt.Fprintln(w, value)
	} else {
		fmt.Fprintln(w, "(unset)")
	}
}

func answer(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(body)
}
