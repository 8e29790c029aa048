using System;
using System.Net;
using System.Net.Sockets;

namespace TinyMl.VirtualBoard
{
    /// <summary>A transport that listens on TCP, for this machine only, and serves one client at a time.</summary>
    public sealed class TcpTransport : ISerialTransport
    {
        private readonly TcpListener _listener;
        private Socket _client;

        /// <summary>Initializes a new instance of the <see cref="TcpTransport"/> class and begins to listen.</summary>
        /// <param name="port">The port; 0: any free one.</param>
        /// <exception cref="TransportException">The port cannot be opened.</exception>
        public TcpTransport(int port)
        {
            try
            {
                _listener = new TcpListener(IPAddress.Loopback, port);
                _listener.Start();
            }
            catch (Exception e) when (e is SocketException || e is ArgumentOutOfRangeException)
            {
                throw new TransportException($"TCP port {port} cannot be opened. Choose another one, or 0 for any free port.");
            }

            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        }

        /// <summary>Gets the port.</summary>
        public int Port { get; }

        /// <inheritdoc/>
        public string Name => $"tcp:127.0.0.1:{Port}";

        /// <inheritdoc/>
        public int Available
        {
            get
            {
                Accept();
                try
                {
                    if (_client == null)
                    {
                        return 0;
                    }

                    int count = _client.Available;
                    if (count == 0 && _client.Poll(0, SelectMode.SelectRead))
                    {
                        count = _client.Available;
                        if (count == 0)
                        {
                            Hangup();
                        }
                    }

                    return count;
                }
                catch (SocketException)
                {
                    Hangup();
                    return 0;
                }
            }
        }

        /// <inheritdoc/>
        public int Read(byte[] buffer, int offset, int count)
        {
            try
            {
                return Available == 0 ? 0 : _client.Receive(buffer, offset, count, SocketFlags.None);
            }
            catch (SocketException)
            {
                Hangup();
                return 0;
            }
        }

        /// <inheritdoc/>
        public bool Write(byte[] buffer, int offset, int count, int timeout)
        {
            Accept();
            if (_client == null)
            {
                return true;
            }

            try
            {
                _client.SendTimeout = Math.Max(0, timeout);
                int sent = 0;
                while (sent < count)
                {
                    sent += _client.Send(buffer, offset + sent, count - sent, SocketFlags.None);
                }

                return true;
            }
            catch (SocketException e)
            {
                bool late = e.SocketErrorCode == SocketError.TimedOut || e.SocketErrorCode == SocketError.WouldBlock;
                if (!late)
                {
                    Hangup();
                }

                return !late;
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            Hangup();
            _listener.Stop();
        }

        private void Accept()
        {
            if (_client == null && _listener.Pending())
            {
                _client = _listener.AcceptSocket();
                _client.NoDelay = true;
            }
        }

        private void Hangup()
        {
            _client?.Dispose();
            _client = null;
        }
    }
}
