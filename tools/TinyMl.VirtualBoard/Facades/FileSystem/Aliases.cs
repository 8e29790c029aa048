// .NET has types of the same names, which reach the host's files; the firmware's sources mean the board's.
global using File = TinyMl.VirtualBoard.DeviceFile;
global using FileStream = TinyMl.VirtualBoard.DeviceFileStream;
