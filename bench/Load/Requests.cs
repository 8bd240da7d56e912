using System.Text;

namespace Rapport.Bench.Load;

/// <summary>Writes requests down as bytes once, so that sending one costs nothing but the sending.</summary>
public static class Requests
{
    public static byte[] Get(string path, params string[] headers) => Encoding.UTF8.GetBytes(Head("GET", path, headers) + "\r\n");

    public static byte[] Post(string path, string type, string body, params string[] headers) => Write("POST", path, type, body, headers);

    static byte[] Write(string method, string path, string type, string body, string[] headers) =>
        Encoding.UTF8.GetBytes($"{Head(method, path, headers)}Content-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    static string Head(string method, string path, string[] headers) =>
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{string.Concat(headers.Select(h => h + "\r\n"))}";
}
