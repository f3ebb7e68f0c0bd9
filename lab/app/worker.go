package main

import (
	"context"
	"fmt"
	"time"
)

func work(stop context.Context) {
	fmt.Println("worker", version(), "started")
	for tick := 1; sleep(stop, time.Second); tick++ {
		fmt.Println("worker", version(), "tick", tick)
	}
	fmt.Println("worker", version(), "stopped")
}
