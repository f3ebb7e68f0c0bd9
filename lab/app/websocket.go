package main

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"
)

// RFC 6455, 1.3.
const webSocketKey = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// closing is the frame with which a side says that it goes.
const closing = 8

// webSocket sends every short text message back, until the client goes.
func webSocket(w http.ResponseWriter, r *http.Request) {
	key := r.Header.Get("Sec-WebSocket-Key")
	if key == "" || !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		page(w, http.StatusUpgradeRequired)
		return
	}
	connection, stream, err := http.NewResponseController(w).Hijack()
	if err != nil {
		page(w, http.StatusInternalServerError)
		return
	}
	defer connection.Close()
	sum := sha1.Sum([]byte(key + webSocketKey))
	stream.WriteString("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"X-App-Version: " + version() + "\r\n" +
		"Sec-WebSocket-Accept: " + base64.StdEncoding.EncodeToString(sum[:]) + "\r\n\r\n")
	for err = stream.Flush(); err == nil; err = stream.Flush() {
		if err = echo(stream); err != nil {
			return
		}
	}
}

// echo sends one frame back; clients mask theirs, servers do not.
func echo(stream *bufio.ReadWriter) error {
	head := make([]byte, 6)
	if _, err := io.ReadFull(stream, head); err != nil {
		return err
	}
	length := head[1] & 0x7f
	if head[1]&0x80 == 0 || length > 125 {
		return errors.New("only short frames from clients are understood")
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(stream, body); err != nil {
		return err
	}
	for i := range body {
		body[i] ^= head[2+i%4]
	}
	stream.Write([]byte{head[0], length})
	if _, err := stream.Write(body); err != nil || head[0]&0x0f != closing {
		return err
	}
	stream.Flush()
	return io.EOF
}
