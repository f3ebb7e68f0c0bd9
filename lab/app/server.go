package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// serve answers until the stop signal, then lets the requests in flight finish.
func serve(stop context.Context) {
	address := net.JoinHostPort(text("APP_BIND", "0.0.0.0"), text("APP_PORT", "3000"))
	server := &http.Server{Addr: address, Handler: withLog(routes())}
	ended := make(chan error, 1)
	go func() {
		<-stop.Done()
		fmt.Println("stopping: finishing the requests in flight")
		ended <- server.Shutdown(context.Background())
	}()
	fmt.Println("app", version(), "listening on", address)
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	if err := <-ended; err != nil {
		log.Fatal(err)
	}
}

type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a WebSocket take the connection over.
func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func withLog(next http.Handler) http.Handler {
	if os.Getenv("APP_LOG") != "1" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, recorder := time.Now(), &statusRecorder{w, http.StatusOK}
		next.ServeHTTP(recorder, r)
		fmt.Println(r.Method, r.URL.RequestURI(), recorder.status, time.Since(start).Round(time.Microsecond))
	})
}
