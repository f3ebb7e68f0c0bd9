// The lab's app: a small web server or worker whose faults are switched on by environment variables.
package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

func main() {
	keepFaultsTo(os.Getenv("APP_FAULTS_ON"))
	printText(os.Getenv("APP_PRINT"))
	requireEnv()
	requireHost()

	stop := stopSignal()
	crashOnDemand()
	if !sleep(stop, millis("APP_BOOT_MS")) {
		return
	}
	if os.Getenv("APP_EAT_MEMORY") != "" {
		go eatMemory()
	}
	if isWorker() {
		work(stop)
		return
	}
	serve(stop)
}

func isWorker() bool {
	argument := len(os.Args) > 1 && os.Args[1] == "worker"
	name := filepath.Base(os.Args[0]) == "worker"
	return argument || name || os.Getenv("APP_MODE") == "worker"
}

// stopSignal ends with SIGTERM or SIGINT, or never when the app is told to ignore SIGTERM.
func stopSignal() context.Context {
	if os.Getenv("APP_IGNORE_TERM") == "1" {
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT)
		return context.Background()
	}
	stop, _ := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	return stop
}

// sleep reports whether the whole time went by without a stop signal.
func sleep(stop context.Context, d time.Duration) bool {
	select {
	case <-stop.Done():
		return false
	case <-time.After(d):
		return true
	}
}
